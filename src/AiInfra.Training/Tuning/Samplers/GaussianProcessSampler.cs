using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Samplers;

/// <summary>
/// Gaussian process with the logarithm of the expected improvement (Ament et al. 2023): the fewest trials for a few smooth parameters, at some milliseconds of thought a trial. For trials that take seconds or more, up to about ten parameters and two hundred trials.
/// It searches what every trial asks for, choices among it; what only some trials ask for is chosen by <see cref="TpeSampler"/>. Running trials count as if they had come out as expected.
/// </summary>
/// <param name="options">How it searches; null takes the defaults.</param>
public sealed class GaussianProcessSampler(GaussianOptions? options = null) : ISampler
{
    private const int Refined = 4;
    private readonly GaussianOptions _options = (options ?? new GaussianOptions()).Checked(nameof(options));
    private readonly TpeSampler _others = new();
    private readonly SobolSampler _start = new();
    private double[]? _last;

    /// <inheritdoc />
    /// <exception cref="StudyException">The study has several objectives.</exception>
    public IReadOnlyDictionary<string, double> Propose(StudyHistory history, int trial)
    {
        ArgumentNullException.ThrowIfNull(history);
        SingleObjective.Require(history, nameof(GaussianProcessSampler));
        KeyValuePair<string, ParameterRange>[] space = [.. CommonSpace.Of(history)];
        if (history.Finished.Count < _options.StartupTrials || space.Length == 0)
        {
            return NoValues.Instance;
        }

        var random = new TrialRandom(history.Seed, trial);
        List<HistoryTrial> learned = Learned(history);
        double[] values = Scaled([.. learned.Select(t => t.Loss)]);
        var points = learned.Select(t => Point(t, space)).ToList();
        bool[] choices = [.. space.Select(p => p.Value.Kind == ParameterKind.Choice)];
        var process = new GaussianProcess([.. points], values, choices, _last);
        process.Fit(_last?.Length == space.Length + 2 ? 12 : 40);
        _last = process.Parameters;

        HistoryTrial[] running = [.. history.Running.Where(r => r.Number != trial && space.All(p => r.TryGet(p.Key, out _)))];
        if (running.Length > 0)
        {
            double[][] pending = [.. running.Select(r => Point(r, space))];
            values = [.. values, .. pending.Select(p => process.Predict(p).Mean)];
            process = new GaussianProcess([.. points, .. pending], values, choices, _last);
            process.Fit(0);
        }

        double[] best = Best(process, space, points, values.Min(), random);
        return space.Select((p, d) => KeyValuePair.Create(p.Key, p.Value.Kind == ParameterKind.Choice ? best[d] : p.Value.At(best[d]))).ToDictionary(StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public double Draw(StudyHistory history, HistoryTrial trial, string name, ParameterRange range)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.Finished.Count < _options.StartupTrials && history.Names.Count <= SobolSampler.Dimensions
            ? _start.Draw(history, trial, name, range)
            : _others.Draw(history, trial, name, range);
    }

    /// <summary>Logarithm of the expected improvement of a normal value over the best, both to be small; exact far below where the improvement itself is 0 in double precision.</summary>
    internal static double LogExpectedImprovement(double mean, double deviation, double best)
    {
        double z = (best - mean) / deviation;
        if (z > -10)
        {
            return Math.Log(deviation) + Math.Log(Math.Max(Math.Exp(NormalLaw.LogDensity(z)) + (z * NormalLaw.Cdf(z)), 1e-300));
        }

        // φ(z) + zΦ(z) = φ(z) (1/z² - 3/z⁴ + 15/z⁶ …)
        double q = 1 / (z * z);
        return Math.Log(deviation) + NormalLaw.LogDensity(z) + Math.Log(q * (1 - (q * (3 - (15 * q)))));
    }

    /// <summary>The better half from the best and the rest from the newest, where there are too many.</summary>
    private List<HistoryTrial> Learned(StudyHistory history)
    {
        List<HistoryTrial> usable = [.. history.Finished.Where(t => double.IsFinite(t.Loss) && t.Violation == 0)];
        if (usable.Count < 2)
        {
            usable = [.. history.Finished.Where(t => double.IsFinite(t.Loss))];
        }

        if (usable.Count <= _options.MostTrials)
        {
            return usable;
        }

        List<HistoryTrial> best = [.. usable.Take(_options.MostTrials / 2)];
        best.AddRange(usable.Skip(best.Count).OrderByDescending(t => t.Number).Take(_options.MostTrials - best.Count));
        return best;
    }

    /// <summary>Values with mean 0 and deviation 1, after those far above the middle were drawn in: how bad the bad ones are teaches little of where the best is.</summary>
    private static double[] Scaled(double[] losses)
    {
        double[] sorted = [.. losses.Order()];
        double median = sorted[sorted.Length / 2], spread = median - sorted[0];
        double[] drawn = spread > 0 ? [.. losses.Select(l => l <= median ? l : median + (spread * Math.Log(1 + ((l - median) / spread))))] : losses;
        double mean = drawn.Average(), deviation = Math.Sqrt(drawn.Sum(v => (v - mean) * (v - mean)) / drawn.Length);
        return [.. drawn.Select(v => deviation > 0 ? (v - mean) / deviation : 0)];
    }

    private static double[] Point(HistoryTrial trial, KeyValuePair<string, ParameterRange>[] space) => Array.ConvertAll(space, p =>
    {
        trial.TryGet(p.Key, out double value);
        return p.Value.Kind == ParameterKind.Choice ? value : p.Value.ShareOf(value);
    });

    private double[] Best(GaussianProcess process, KeyValuePair<string, ParameterRange>[] space, List<double[]> points, double best, TrialRandom random)
    {
        double Gain(double[] x)
        {
            (double mean, double variance) = process.Predict(x);
            return LogExpectedImprovement(mean, Math.Sqrt(variance), best);
        }

        var found = new List<(double Gain, double[] Point)>();
        for (int i = 0; i < _options.Candidates; i++)
        {
            // Half of them anywhere, half around the best trials.
            double[] around = points[random.Next(Math.Min(5, points.Count))];
            bool near = i % 2 == 1;
            double width = Math.Pow(10, -3 * random.NextShare());
            double[] x = [.. space.Select((p, d) => p.Value.Kind == ParameterKind.Choice
                ? near && random.NextShare() > 0.2 ? around[d] : p.Value.At(random.NextShare())
                : Settled(p.Value, near ? around[d] + (width * 0.3 * random.NextNormal()) : random.NextShare()))];
            found.Add((Gain(x), x));
        }

        found.Sort((a, b) => b.Gain.CompareTo(a.Gain));
        (double Gain, double[] Point) most = found[0];
        foreach ((double gain, double[] start) in found.Take(Refined))
        {
            (double here, double[] at) = (gain, start);
            for (double step = 0.1; step > 1e-4;)
            {
                bool better = false;
                for (int d = 0; d < space.Length; d++)
                {
                    foreach (double value in space[d].Value.Kind == ParameterKind.Choice ? OtherChoices(space[d].Value, at[d], step) : [at[d] - step, at[d] + step])
                    {
                        double[] x = [.. at];
                        x[d] = space[d].Value.Kind == ParameterKind.Choice ? value : Settled(space[d].Value, value);
                        if (x[d] != at[d] && Gain(x) is var there && there > here)
                        {
                            (here, at, better) = (there, x, true);
                        }
                    }
                }

                step *= better ? 1 : 0.4;
            }

            most = here > most.Gain ? (here, at) : most;
        }

        return most.Point;
    }

    private static IEnumerable<double> OtherChoices(ParameterRange range, double at, double step) =>
        step < 0.1 ? [] : Enumerable.Range(0, range.Choices.Count).Select(c => (double)c).Where(c => c != at);

    /// <summary>The share of the range at which the value stands that this share would give.</summary>
    private static double Settled(ParameterRange range, double share) => range.Step > 0 ? range.ShareOf(range.At(share)) : Math.Clamp(share, 0, 1);
}
