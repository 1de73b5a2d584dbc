namespace Automation.EndToEnd; public sealed class Placeholder { [Fact] public void T() { Assert.Equal(2, 1 + 1); } }
