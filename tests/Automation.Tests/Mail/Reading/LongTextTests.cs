using Automation.Mail.Reading;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Reading;

public sealed class LongTextTests
{
    [Fact]
    public void ATextOfEndlessLines_IsCutAndSaysSo()
    {
        var read = MailReader.Read(SomeMail.Of("The printer is broken.\n" + string.Concat(Enumerable.Repeat("1:11\n", 60_000))));

        Assert.StartsWith("The printer is broken.", read.New, StringComparison.Ordinal);
        Assert.InRange(read.New.Split('\n').Length, 5_000, 10_000);
        Assert.Contains(read.Remarks, r => r.Contains("too large", StringComparison.Ordinal));
    }
}
