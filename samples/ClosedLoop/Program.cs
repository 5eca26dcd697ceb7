using AiInfra.Data.Datasets;
using AiInfra.Data.Encoders;
using AiInfra.Data.Ingestion;
using AiInfra.Learning;
using AiInfra.Sqlite;
using AiInfra.Training.Models;
using AiInfra.Training.Runtime;
using ClosedLoop;
using Spectre.Console;

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
catch (Exception e) when (e is IngestionException or LearningException or TabularException or LibtorchException or EncodingException or DatasetException or SqliteStoreException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static async Task RunAsync(RunOptions options, CancellationToken cancellationToken)
{
    Directory.CreateDirectory(options.Out);
    string path = options.Data ?? Path.Combine(options.Out, "stream.csv");
    if (options.Data is null)
    {
        GeneratedStream.Write(path, options.Rows, options.Seed);
        Console.WriteLine($"Generated {Show.Count(options.Rows)} parcels whose reasons to be late change twice: {path}");
    }

    DataStream stream = await DataStream.OpenAsync(path, options.Target ?? GeneratedStream.Target, options.Task, options.WarmUp, cancellationToken);
    Console.WriteLine($"{stream.Task} of '{stream.Target}': the first {Show.Count(stream.WarmUpRows)} of {Show.Count(stream.Rows)} rows to begin with, labels known {options.LabelDelay} rows late.");
    Console.WriteLine(stream.Profile.ToString().TrimEnd());

    // Every run starts from nothing, so that two runs with one seed are the same.
    string folder = Path.Combine(options.Out, "store");
    if (Directory.Exists(folder))
    {
        Directory.Delete(folder, recursive: true);
    }

    // Networks for tables are small: threads that wait for each other cost more than they give.
    Libtorch.Load(new LibtorchOptions { Threads = 1 });
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
