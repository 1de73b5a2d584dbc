namespace Automation.Tests.Support;

/// <summary>A storage account at a port where nothing listens.</summary>
internal static class UnreachableStorage
{
    public const string ConnectionString = "DefaultEndpointsProtocol=http;AccountName=nobody;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:1/nobody;BlobEndpoint=http://127.0.0.1:1/nobody";
}
