using System.Diagnostics;
using System.Globalization;
using AiInfra;
using AiInfra.Core.Signals;
using AiInfra.Evaluation.Reports;
using AiInfra.Metrics;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Training.Recipes;
using Spectre.Console;
using TrainTable;

try
{
    RunOptions options = RunOptions.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(RunOptions.Usage);
        return 0;
    }

    var clock = Stopwatch.StartNew();
    Directory.CreateDirectory(options.Out);
    string In(string name) => Path.Combine(options.Out, name);
    string path = options.Data ?? Flats.Write(In("flats.csv"), options.Rows, options.Seed);
    LabelledTable table = await LabelledTable.ReadAsync(path, options, Console.WriteLine);
    TrainedModel model = await Training.RunAsync(table, options);
    Console.WriteLine();
    Console.WriteLine(model.Report);
    await File.WriteAllBytesAsync(In("model.onnx"), model.Onnx);

    using OnnxRuntimeModel file = OnnxRuntimeModel.Load(In("model.onnx"));
    using var served = new RowModel(file);
    EvaluationReport report = TableReport.Of(table, model, served);
    await File.WriteAllTextAsync(In("report.html"), report.ToHtml());
    await File.WriteAllTextAsync(In("report.md"), report.ToMarkdown());
    Print(report);

    RowPrediction answer = await ServedFile.AskAsync(In("store"), In("model.onnx"), table.Test.Row(0));
    Console.WriteLine($"A deployment of {In("model.onnx")} answers the first row kept apart with {answer.Outputs}; the truth is {table.Test[table.Label][0]}.");
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Report with pictures: {Path.GetFullPath(In("report.html"))} ({clock.Elapsed.TotalSeconds:0} s)"));
    return 0;
}
catch (Exception e) when (e is UsageException or AiInfraException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    if (e is UsageException)
    {
        Console.Error.WriteLine();
        Console.Error.WriteLine(RunOptions.Usage);
    }

    return 2;
}

static void Print(EvaluationReport report)
{
    Table table = new Table().Border(TableBorder.Rounded).Title($"On {report.Rows:N0} rows kept apart").AddColumns("metric", "value", "95 % interval");
    foreach (Score score in report.Metrics)
    {
        table.AddRow(Markup.Escape(score.Name), Number(score.Value), score.Interval is { } i ? $"{Number(i.Low)} to {Number(i.High)}" : "");
    }

    AnsiConsole.Write(table);
    Console.WriteLine($"Columns that matter most: {string.Join(", ", report.Sections.First(s => s.Title.StartsWith("Importance", StringComparison.Ordinal)).Scores.Take(5).Select(s => $"{s.Name} ({Number(s.Value)})"))}.");
    Console.WriteLine(report.BadSlices is { Slices: [var worst, ..] } found
        ? $"Worst of {found.Tested} slices: {worst.Condition}, {worst.Count} rows, a loss of {Number(worst.Loss)} where the others have {Number(worst.RestLoss)}."
        : $"No slice of {report.BadSlices?.Tested ?? 0} that were tested is shown to be worse than the others.");
}

static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
