using System.Diagnostics;
using AiInfra.Metrics.Classification;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>The accumulators of ROC AUC, average precision, log loss and F1 fed with batches of 512 rows, 1 M rows in all, against the one-shot functions over the same columns.</summary>
internal sealed class MetricsStreamRatio : IRatio
{
    private const int Rows = 1_000_000;
    private const int Batch = 512;

    private readonly bool[] _truth = new bool[Rows];
    private readonly int[] _labels = new int[Rows];
    private readonly int[] _predicted = new int[Rows];
    private readonly double[] _scores = new double[Rows];

    public string Name => "metrics-stream";

    public double Goal => 0.7;

    public async Task<bool> PrepareAsync()
    {
        var random = new Random(7);
        for (int i = 0; i < Rows; i++)
        {
            _scores[i] = random.NextDouble();
            _truth[i] = random.NextDouble() < _scores[i];
            (_labels[i], _predicted[i]) = (_truth[i] ? 1 : 0, _scores[i] >= 0.5 ? 1 : 0);
        }

        for (int i = 0; i < 5; i++)
        {
            await OursAsync();
            await TheirsAsync();
        }

        return true;
    }

    public Task<double> OursAsync()
    {
        long start = Stopwatch.GetTimestamp();
        var area = new RocAuc();
        var precision = new AveragePrecision();
        var loss = new LogLoss();
        var f1 = new FScore(Average.Positive);
        for (int at = 0; at < Rows; at += Batch)
        {
            int n = Math.Min(Batch, Rows - at);
            ReadOnlySpan<bool> truth = _truth.AsSpan(at, n);
            ReadOnlySpan<double> scores = _scores.AsSpan(at, n);
            area.AddBatch(truth, scores);
            precision.AddBatch(truth, scores);
            loss.AddBatch(truth, scores);
            f1.AddBatch(_labels.AsSpan(at, n), _predicted.AsSpan(at, n));
        }

        double sum = area.Result().Value + precision.Result().Value + loss.Result().Value + f1.Result().Value;
        return Task.FromResult(Seconds(start, sum));
    }

    public Task<double> TheirsAsync()
    {
        long start = Stopwatch.GetTimestamp();
        double sum = RocAuc.Of(_truth, _scores).Value + AveragePrecision.Of(_truth, _scores).Value + LogLoss.Of(_truth, _scores).Value + FScore.Of(_labels, _predicted, Average.Positive).Value;
        return Task.FromResult(Seconds(start, sum));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static double Seconds(long start, double sum) =>
        double.IsFinite(sum) ? Stopwatch.GetElapsedTime(start).TotalSeconds : throw new InvalidOperationException($"The sum of the scores is {sum}.");
}
