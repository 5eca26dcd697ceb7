using System.Diagnostics;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Slices;
using AiInfra.Evaluation.Tests.Adult;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>The search for bad slices on the Adult table (32,561 rows, 14 columns, pairs of conditions), against the five seconds that a person waits for an answer. Processor time, so that one core is what counts. Absent without shared/data/adult.data.</summary>
internal sealed class SlicesRatio : IRatio
{
    private PredictionSet? _predictions;

    public string Name => "slices";

    public double Goal => 1;

    public Task<bool> PrepareAsync()
    {
        if (AdultTable.Read("adult.data") is not { } table)
        {
            return Task.FromResult(false);
        }

        _predictions = new AdultModel(table, []).Predict(table);
        return Task.FromResult(new SliceFinder().Find(_predictions).Slices.Count > 0);
    }

    public Task<double> OursAsync()
    {
        TimeSpan before = Cpu();
        SliceReport report = new SliceFinder().Find(_predictions!);
        double seconds = (Cpu() - before).TotalSeconds;
        return report.Slices.Count > 0 ? Task.FromResult(seconds) : throw new InvalidOperationException("No bad slice was found.");
    }

    public Task<double> TheirsAsync() => Task.FromResult(5.0);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static TimeSpan Cpu()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }
}
