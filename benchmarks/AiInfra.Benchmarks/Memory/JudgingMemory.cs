using System.Diagnostics;
using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Evaluation;
using AiInfra.Evaluation.Reports;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Sqlite;
using AiInfra.Training.Models;
using AiInfra.Training.Runtime;

namespace AiInfra.Benchmarks.Memory;

/// <summary>What judging a model takes: a commit of 20 columns is asked of an exported model, and its answers are scored. The model is trained before, by another process.</summary>
internal static class JudgingMemory
{
    private const int Learned = 20_000;

    private static string ModelPath(string folder) => Path.Combine(folder, "judged.onnx");

    public static async Task<int> TrainAsync(string folder)
    {
        Libtorch.Load();
        using var store = AiInfraStore.Open(folder);
        RowBatch rows = (await RowsAsync(store)).Slice(0, Learned);
        var trainer = new TabularTrainer(new TabularOptions { Epochs = 1, BatchSize = 256, Seed = 1 });
        using TabularModel model = await trainer.FitAsync(rows, "target");
        await File.WriteAllBytesAsync(ModelPath(folder), model.ToOnnx().ToBytes());
        return 0;
    }

    public static async Task<int> JudgeAsync(string folder)
    {
        using var store = AiInfraStore.Open(folder);
        RowBatch rows = await RowsAsync(store);
        using var model = OnnxRuntimeModel.Load(await File.ReadAllBytesAsync(ModelPath(folder)));
        using var asked = new RowModel(model);
        var evaluator = new Evaluator(new EvaluationBuilder("judging").Accuracy().Brier().LogLoss().Build());
        (long before, long allocated, long start) = (ProcessMemory.Peak(), GC.GetTotalAllocatedBytes(true), Stopwatch.GetTimestamp());
        var answers = asked.Predict(rows);
        double answered = Stopwatch.GetElapsedTime(start).TotalSeconds;
        EvaluationReport report = evaluator.Run(rows, "target", answers);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"memory judging\tpeak {ProcessMemory.Peak() / 1e6:0} MB ({before / 1e6:0} MB before)\tallocated {(GC.GetTotalAllocatedBytes(true) - allocated) / 1e6:0} MB\t{seconds:0.0} s ({answered:0.0} s of answers)\t{string.Join(", ", report.Metrics.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Name} {m.Value:R}")))}"));
        return 0;
    }

    private static async Task<RowBatch> RowsAsync(AiInfraStore store) =>
        await (await new DatasetRepository(store.Catalog, store.Artifacts).OpenAsync("memory")).ReadColumnsAsync();
}
