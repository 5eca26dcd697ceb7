using AiInfra;
using AiInfra.Sqlite;
using ClosedLoop;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 1000;   // long lines stay whole
}

try
{
    RunOptions options = RunOptions.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(RunOptions.Usage);
        return 0;
    }

    using var cancel = new CancellationTokenSource();
    Console.CancelKeyPress += (_, e) =>
    {
        e.Cancel = true;
        cancel.Cancel();
    };
    await RunAsync(options, cancel.Token);
    return 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine();
    Console.Error.WriteLine(RunOptions.Usage);
    return 2;
}
catch (Exception e) when (e is AiInfraException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

// Two runs that write to one folder would mix what they leave there.
static FileStream TakeTurn(string folder)
{
    string path = Path.Combine(folder, "run.lock");
    try
    {
        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
    }
    catch (IOException) when (File.Exists(path))
    {
        throw new IOException($"Another run is writing to {folder}. Wait for it, or choose another folder with --out.");
    }
}

static void RequireStore(string folder)
{
    if (Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, "catalog.db")))
    {
        throw new IOException($"{folder} holds something else than the store of an earlier run, and would be deleted. Choose another folder with --out.");
    }
}

static async Task RunAsync(RunOptions options, CancellationToken cancellationToken)
{
    if (File.Exists(options.Out))
    {
        throw new UsageException($"--out is a folder; {options.Out} is a file.");
    }

    Directory.CreateDirectory(options.Out);
    using FileStream turn = TakeTurn(options.Out);
    string path = options.Data ?? Path.Combine(options.Out, "stream.csv");
    if (options.Data is null)
    {
        int rows = options.Rows ?? 30_000;
        GeneratedStream.Write(path, rows, options.Seed);
        Console.WriteLine($"Generated {Show.Count(rows)} parcels whose reasons to be late change twice: {path}");
    }

    if (options.Shuffle)
    {
        path = await ShuffledFile.WriteAsync(path, Path.Combine(options.Out, "shuffled.csv"), options, cancellationToken);
    }

    DataStream stream = await DataStream.OpenAsync(path, options.Target ?? GeneratedStream.Target, options, cancellationToken);
    Console.WriteLine($"{stream.Task} of '{stream.Target}' ({stream.Choice.Reason}): the first {Show.Count(stream.WarmUpRows)} of {Show.Count(stream.Rows)} rows to begin with, labels known {options.LabelDelay} rows late.");
    Console.WriteLine(stream.Profile.ToString().TrimEnd());

    // Every run starts from nothing, so that two runs with one seed are the same.
    string folder = Path.Combine(options.Out, "store");
    if (Directory.Exists(folder))
    {
        RequireStore(folder);
        Directory.Delete(folder, recursive: true);
    }

    StreamResult result;
    using (AiInfraStore store = AiInfraStore.Open(folder))
    {
        var view = new LiveView(stream.Task, moving: AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected);
        result = await new StreamRun(options, stream, store, view).RunAsync(cancellationToken);
    }

    ReportFiles.Write(result, options);
    Summary.Write(result);
    Console.WriteLine($"Report: {Path.Combine(options.Out, "report.html")}   Model: {Path.Combine(options.Out, "model.onnx")}");
    Console.WriteLine(Summary.LastLine(result));
    if (options.Serve)
    {
        await ServeHost.RunAsync(options, folder, cancellationToken);
    }
}
