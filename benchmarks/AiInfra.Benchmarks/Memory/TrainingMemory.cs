using System.Diagnostics;
using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Sqlite;
using AiInfra.Training.Hosting;
using AiInfra.Training.Models;
using AiInfra.Training.Recipes;
using AiInfra.Training.Runtime;

namespace AiInfra.Benchmarks.Memory;

/// <summary>What a training of a table takes: one epoch on a commit of 16 numbers, 4 categories and a target of two classes. Written by one process, trained by another, so that the peak is the training's own.</summary>
internal static class TrainingMemory
{
    private const int Numbers = 16;
    private const int Categories = 4;
    private const int Values = 8;
    private const int BatchRows = 65_536;

    public static async Task<int> WriteAsync(string folder, int rows)
    {
        using var store = AiInfraStore.Open(folder);
        var schema = new RowSchema(
        [
            .. Enumerable.Range(0, Numbers).Select(i => new Column($"n{i}", ValueKind.Number)),
            .. Enumerable.Range(0, Categories).Select(i => new Column($"c{i}", ValueKind.Text)),
            new Column("target", ValueKind.Text),
        ]);
        await new DatasetRepository(store.Catalog, store.Artifacts).WriteAsync("memory", schema, Batches(schema, rows));
        return 0;
    }

    public static async Task<int> TrainAsync(string folder)
    {
        Libtorch.Load();
        using var store = AiInfraStore.Open(folder);
        var repository = new DatasetRepository(store.Catalog, store.Artifacts);
        var options = new TabularOptions { Epochs = 1, BatchSize = 1024, Seed = 1 };
        var training = new DatasetTraining(
            "memory",
            new DatasetTrainingOptions { Dataset = "memory", Target = "target" },
            new TabularRecipe(),
            repository,
            () => new TabularTrainer(options));
        (long before, long allocated, long start) = (ProcessMemory.Peak(), GC.GetTotalAllocatedBytes(true), Stopwatch.GetTimestamp());
        using TabularModel model = await training.FitAsync();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"memory training\tpeak {ProcessMemory.Peak() / 1e6:0} MB ({before / 1e6:0} MB before)\tallocated {(GC.GetTotalAllocatedBytes(true) - allocated) / 1e6:0} MB\t{seconds:0.0} s\tloss {model.Training!.TrainingLoss:R}"));
        return 0;
    }

    private static async IAsyncEnumerable<RowBatch> Batches(RowSchema schema, int rows)
    {
        var random = new Random(1);
        string[] texts = [.. Enumerable.Range(0, Values).Select(i => $"value {i}")];
        for (int done = 0; done < rows; done += BatchRows)
        {
            int count = Math.Min(BatchRows, rows - done);
            double[][] numbers = [.. Enumerable.Range(0, Numbers).Select(_ => new double[count])];
            string[][] words = [.. Enumerable.Range(0, Categories).Select(_ => new string[count])];
            var target = new string[count];
            for (int i = 0; i < count; i++)
            {
                double sum = 0;
                for (int n = 0; n < Numbers; n++)
                {
                    numbers[n][i] = random.NextDouble();
                    sum += n % 2 == 0 ? numbers[n][i] : -numbers[n][i];
                }

                for (int c = 0; c < Categories; c++)
                {
                    int value = random.Next(Values);
                    words[c][i] = texts[value];
                    sum += c % 2 == 0 ? value * 0.1 : value * -0.1;
                }

                target[i] = sum + random.NextDouble() > 0.5 ? "yes" : "no";
            }

            yield return new RowBatch(
                schema,
                [
                    .. numbers.Select(n => new NumberColumn(n)),
                    .. words.Select(TextColumn.Of),
                    TextColumn.Of(target),
                ]);
            await Task.Yield();
        }
    }
}
