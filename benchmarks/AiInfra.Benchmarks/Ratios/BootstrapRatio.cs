using System.Diagnostics;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>2,000 paired resamples of two models' area under ROC on 10,000 rows: counts on rows sorted once, against sorting the drawn rows anew in each resample. One thread each.</summary>
internal sealed class BootstrapRatio : IRatio
{
    private const int Rows = 10_000;
    private const int Resamples = 2_000;
    private readonly bool[] _truth = new bool[Rows];
    private readonly double[] _first = new double[Rows];
    private readonly double[] _second = new double[Rows];

    public string Name => "bootstrap";

    public double Goal => 10;

    public int Rounds => 5;

    public async Task<bool> PrepareAsync()
    {
        var random = new Random(7);
        for (int i = 0; i < Rows; i++)
        {
            _truth[i] = random.Next(4) == 0;
            double signal = (_truth[i] ? 0.8 : 0) + random.NextDouble();
            _first[i] = signal + random.NextDouble();
            _second[i] = signal + (1.2 * random.NextDouble());
        }

        double ours = AucBootstrap.PairedDifference(_truth, _first, _second, new() { Resamples = Resamples }).StandardError;
        double theirs = Anew(Resamples).StandardError;
        if (Math.Abs((ours / theirs) - 1) > 0.1)
        {
            throw new InvalidOperationException($"Both ways must find the same spread: {ours} and {theirs}.");
        }

        await OursAsync();
        return true;
    }

    public Task<double> OursAsync()
    {
        var watch = Stopwatch.StartNew();
        AucBootstrap.PairedDifference(_truth, _first, _second, new() { Resamples = Resamples });
        return Task.FromResult(watch.Elapsed.TotalSeconds);
    }

    public Task<double> TheirsAsync()
    {
        var watch = Stopwatch.StartNew();
        Anew(Resamples);
        return Task.FromResult(watch.Elapsed.TotalSeconds);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private BootstrapResult Anew(int resamples)
    {
        var scores = new double[Rows];
        var truth = new bool[Rows];
        double Area(double[] of, ReadOnlySpan<int> rows)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                scores[i] = of[rows[i]];
                truth[i] = _truth[rows[i]];
            }

            Array.Sort(scores, truth);
            double pairs = 0, below = 0, positives = 0;
            for (int from = 0, to; from < scores.Length; from = to)
            {
                double yes = 0, no = 0;
                for (to = from; to < scores.Length && scores[to] == scores[from]; to++)
                {
                    yes += truth[to] ? 1 : 0;
                    no += truth[to] ? 0 : 1;
                }

                pairs += yes * (below + (no / 2));
                below += no;
                positives += yes;
            }

            return pairs / (positives * below);
        }

        return Bootstrap.Percentile(Rows, rows => Area(_first, rows) - Area(_second, rows), new() { Resamples = resamples });
    }
}
