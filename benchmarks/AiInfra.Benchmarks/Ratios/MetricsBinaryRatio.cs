using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using AiInfra.Metrics.Classification;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>ROC AUC, average precision, log loss and F1 of 1 M rows against scikit-learn's functions in a Python process, one core on each side. The values must agree to 1e-12.</summary>
internal sealed class MetricsBinaryRatio : IRatio
{
    private const int Rows = 1_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-metrics-").FullName;
    private readonly bool[] _truth = new bool[Rows];
    private readonly int[] _labels = new int[Rows];
    private readonly int[] _predicted = new int[Rows];
    private readonly double[] _scores = new double[Rows];
    private Process? _python;

    public string Name => "metrics-binary";

    public double Goal => 4;

    public async Task<bool> PrepareAsync()
    {
        var random = new Random(42);
        for (int i = 0; i < Rows; i++)
        {
            _truth[i] = random.NextDouble() < 0.3;
            double logit = (_truth[i] ? 0.8 : -0.8) + (2 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            _scores[i] = 1 / (1 + Math.Exp(-logit));
            (_labels[i], _predicted[i]) = (_truth[i] ? 1 : 0, _scores[i] >= 0.5 ? 1 : 0);
        }

        await File.WriteAllBytesAsync(Path.Combine(_folder, "labels"), MemoryMarshal.AsBytes<int>(_labels).ToArray());
        await File.WriteAllBytesAsync(Path.Combine(_folder, "predicted"), MemoryMarshal.AsBytes<int>(_predicted).ToArray());
        await File.WriteAllBytesAsync(Path.Combine(_folder, "scores"), MemoryMarshal.AsBytes<double>(_scores).ToArray());
        _python = SklearnProcess.Start(Script, _folder);
        if (_python is null)
        {
            return false;
        }

        string? ready = await _python.StandardOutput.ReadLineAsync();
        double[] theirs = [.. (ready ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
        double[] ours = Ours();
        if (theirs.Length != ours.Length || theirs.Zip(ours).Any(p => Math.Abs(p.First - p.Second) > 1e-12))
        {
            throw new InvalidOperationException($"The values differ: ours {string.Join(' ', ours)}, theirs {ready}.");
        }

        Ours();
        return true;
    }

    public Task<double> OursAsync()
    {
        long start = Stopwatch.GetTimestamp();
        Ours();
        return Task.FromResult(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    public async Task<double> TheirsAsync()
    {
        await _python!.StandardInput.WriteLineAsync("again");
        string line = await _python.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The Python process ended.");
        return double.Parse(line, CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (_python is not null)
        {
            _python.StandardInput.Close();
            await _python.WaitForExitAsync();
            _python.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private const string Script = """
        import sys, time, numpy as np
        from sklearn.metrics import roc_auc_score, average_precision_score, log_loss, f1_score
        folder = sys.argv[1]
        y, p, s = (np.fromfile(folder + '/' + n, dtype=t) for n, t in (('labels', np.int32), ('predicted', np.int32), ('scores', np.float64)))
        def work():
            return roc_auc_score(y, s), average_precision_score(y, s), log_loss(y, s), f1_score(y, p)
        print(*[repr(float(v)) for v in work()], flush=True)
        for line in sys.stdin:
            start = time.perf_counter()
            work()
            print(repr(time.perf_counter() - start), flush=True)
        """;

    private double[] Ours()
    {
        RankedScores ranked = RankedScores.Of(_truth, _scores);
        return [RocAuc.Of(ranked).Value, AveragePrecision.Of(ranked).Value, LogLoss.Of(_truth, _scores).Value, FScore.Of(_labels, _predicted, Average.Positive).Value];
    }
}
