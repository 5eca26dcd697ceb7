using System.Diagnostics;
using System.Globalization;
using AiInfra.Metrics.Agreement;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>Krippendorff's alpha at interval level of 10,000 units by 5 raters with a tenth of the ratings missing: ours from the matrix of ratings, checks included, to the value, against nltk's alpha() on its loaded task. Each side starts from ratings in memory in its own usual form; one thread each.</summary>
internal sealed class KrippendorffRatio : IRatio
{
    private const string Script = """
        import sys, time
        from nltk.metrics.agreement import AnnotationTask
        from nltk.metrics.distance import interval_distance
        data = [(r, u, float(v)) for r, u, v in (line.split() for line in open(sys.argv[1]))]
        task = AnnotationTask(data=data, distance=interval_distance)
        print(task.alpha(), flush=True)
        for line in sys.stdin:
            start = time.perf_counter(); task.alpha(); print(time.perf_counter() - start, flush=True)
        """;

    private static readonly string[] s_pythons = ["python3", "/usr/bin/python3"];
    private readonly double[] _ratings = new double[10_000 * 5];
    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-krippendorff-").FullName;
    private Process? _nltk;

    public string Name => "krippendorff";

    public double Goal => 50;

    public int Rounds => 5;

    public async Task<bool> PrepareAsync()
    {
        var random = new Random(5);
        var lines = new List<string>();
        for (int unit = 0; unit < 10_000; unit++)
        {
            int truth = random.Next(1, 8);
            for (int rater = 0; rater < 5; rater++)
            {
                double rating = random.Next(10) == 0 ? double.NaN : random.Next(3) == 0 ? random.Next(1, 8) : truth;
                _ratings[(5 * unit) + rater] = rating;
                if (!double.IsNaN(rating))
                {
                    lines.Add(string.Create(CultureInfo.InvariantCulture, $"r{rater} u{unit} {rating}"));
                }
            }
        }

        string data = Path.Combine(_folder, "annotations.txt"), script = Path.Combine(_folder, "alpha.py");
        await File.WriteAllLinesAsync(data, lines);
        await File.WriteAllTextAsync(script, Script);
        foreach (string python in s_pythons)
        {
            if (await StartAsync(python, script, data) is { } alpha)
            {
                // Until the runtime has compiled it for good.
                double ours = Alpha();
                for (int i = 0; i < 200; i++)
                {
                    Alpha();
                }

                return Math.Abs(alpha - ours) < 1e-9 ? true : throw new InvalidOperationException($"nltk says {alpha}, we say {ours}.");
            }
        }

        return false;
    }

    public Task<double> OursAsync()
    {
        const int Times = 50;
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Times; i++)
        {
            Alpha();
        }

        return Task.FromResult(watch.Elapsed.TotalSeconds / Times);
    }

    public async Task<double> TheirsAsync()
    {
        await _nltk!.StandardInput.WriteLineAsync("again");
        await _nltk.StandardInput.FlushAsync();
        return double.Parse((await _nltk.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (_nltk is not null)
        {
            _nltk.StandardInput.Close();
            await _nltk.WaitForExitAsync();
            _nltk.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private double Alpha() => KrippendorffAlpha.Of(RatingTable.OfNumbers(_ratings, 5), MeasurementLevel.Interval).Value;

    // The value that nltk finds; null where there is no such Python, or no nltk in it.
    private async Task<double?> StartAsync(string python, string script, string data)
    {
        try
        {
            _nltk = Process.Start(new ProcessStartInfo(python, [script, data]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        if (await _nltk.StandardOutput.ReadLineAsync() is { } line)
        {
            return double.Parse(line, CultureInfo.InvariantCulture);
        }

        _nltk.Dispose();
        _nltk = null;
        return null;
    }
}
