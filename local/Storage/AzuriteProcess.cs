using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Automation.Local.Storage;

/// <summary>
/// Azurite's services of tables and blobs on loopback ports: a child process that saves what it holds and ends when it is disposed of, or when this process dies.
/// </summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    // The emulator's published account; its key protects nothing.
    internal const string AccountPart =
        $"DefaultEndpointsProtocol=http;AccountName={Account};" +
        "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string Account = "devstoreaccount1";

    private static readonly TimeSpan _startLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly FileStream _folderLock;
    private readonly Task<string> _errors;

    private AzuriteProcess(Process process, FileStream folderLock)
    {
        _process = process;
        _folderLock = folderLock;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Of the table service.</summary>
    public int Port { get; private set; }

    public int BlobPort { get; private set; }

    /// <summary>For the clients of both; holds the emulator's published account.</summary>
    public string ConnectionString => $"{AccountPart};TableEndpoint=http://127.0.0.1:{Port}/{Account};BlobEndpoint=http://127.0.0.1:{BlobPort}/{Account}";

    /// <summary>After disposal: whether it ended in order, with its tables saved.</summary>
    public bool HasSaved { get; private set; }

    /// <summary>Operating system's id of the child process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Ends when the child process does, for whatever reason.</summary>
    public Task Exited => _process.WaitForExitAsync();

    /// <summary>How the child process ended, as the end of a sentence: its exit code and its last words. Waits for the end.</summary>
    public async Task<string> EndingAsync()
    {
        await Exited;
        var words = (await _errors).Trim();
        return $"exit code {_process.ExitCode}{(words.Length == 0 ? ", it wrote nothing" : $": {words}")}";
    }

    /// <summary>Starts the services and returns when they answer. Needs the packages that <see cref="NodePackages.EnsureAsync"/> installs.</summary>
    /// <param name="repositoryRoot">Folder of node_modules.</param>
    /// <param name="dataFolder">Where the tables are saved; made if it is missing. One process serves it at a time.</param>
    /// <param name="port">Of the table service; 0 for a free one.</param>
    /// <param name="blobPort">Likewise.</param>
    /// <param name="cancellationToken">Ends the wait and the child process.</param>
    /// <exception cref="NodeToolException">It does not start; the message holds its words.</exception>
    public static async Task<AzuriteProcess> StartAsync(
        string repositoryRoot, string dataFolder, int port = 0, int blobPort = 0, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(dataFolder);
        var folderLock = Lock(dataFolder);
        AzuriteProcess? azurite = null;
        try
        {
            azurite = new AzuriteProcess(NodeTool.Start(StartInfo(repositoryRoot, dataFolder, port, blobPort)), folderLock);
            await azurite.WaitForPortAsync(cancellationToken);
            return azurite;
        }
        catch
        {
            if (azurite is null)
                await folderLock.DisposeAsync();
            else
                await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets requests under way end, saves the tables and ends the child process.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_folderLock.CanRead)
            return;
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(_stopLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        HasSaved = _process.ExitCode == 0;
        _process.Dispose();
        await _folderLock.DisposeAsync();
    }

    private static ProcessStartInfo StartInfo(string repositoryRoot, string dataFolder, int port, int blobPort) => new(
        new NodeTool().Find("node"),
        [
            Path.Combine(AppContext.BaseDirectory, "Storage", "azurite.mjs"),
            Path.GetFullPath(repositoryRoot),
            Path.GetFullPath(dataFolder),
            port.ToString(CultureInfo.InvariantCulture),
            blobPort.ToString(CultureInfo.InvariantCulture),
        ])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static FileStream Lock(string dataFolder)
    {
        try
        {
            return new FileStream(Path.Combine(dataFolder, "owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new NodeToolException($"Another process already serves the tables of {dataFolder}: stop it, or choose another folder.", e);
        }
    }

    private async Task WaitForPortAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_startLimit);
        try
        {
            var line = await _process.StandardOutput.ReadLineAsync(limit.Token);
            if (line is null)
                throw new NodeToolException($"Azurite does not start: {await EndingAsync().WaitAsync(limit.Token)}");
            using var json = JsonDocument.Parse(line);
            Port = json.RootElement.GetProperty("port").GetInt32();
            BlobPort = json.RootElement.GetProperty("blobPort").GetInt32();
        }
        catch (JsonException e)
        {
            throw new NodeToolException($"Azurite does not start: its first line isn't the JSON that it should be ({e.Message})", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeToolException($"Azurite did not answer within {_startLimit.TotalSeconds:0} s.", e);
        }
    }
}
