using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Samplers;

/// <summary>
/// Tree-structured Parzen estimator (Bergstra et al. 2011): where good trials were dense and others were not, the next one is tried. For numbers, choices and conditions, one objective or several, many trials at once
/// (running ones count as not good, so that nobody tries the same). Its rules are those of Optuna 5, but that 15 of 100 trials count as good, not 10: on all five functions of docs/tuning.md that found better values.
/// </summary>
/// <param name="options">How it searches; null takes the defaults.</param>
public sealed class TpeSampler(TpeOptions? options = null) : ISampler
{
    // This many newest trials weigh in full.
    private const int FullWeight = 25;
    private readonly TpeOptions _options = (options ?? new TpeOptions()).Checked(nameof(options));
    private readonly ParzenOptions _parzen = new() { PriorWeight = options?.PriorWeight ?? 1 };

    /// <inheritdoc />
    public IReadOnlyDictionary<string, double> Propose(StudyHistory history, int trial)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (!_options.Joint || history.Finished.Count < _options.StartupTrials)
        {
            return NoValues.Instance;
        }

        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        var random = new TrialRandom(history.Seed, trial);
        foreach (SpaceGroup group in history.Groups)
        {
            Choose(history, random, group.Open, values);
        }

        return values;
    }

    /// <inheritdoc />
    public double Draw(StudyHistory history, HistoryTrial trial, string name, ParameterRange range)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(range);
        var random = new TrialRandom(history.Seed, trial.Number, name);
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        if (history.Finished.Count >= _options.StartupTrials)
        {
            Choose(history, random, [KeyValuePair.Create(name, range)], values);
        }

        return values.TryGetValue(name, out double value) ? value : range.At(random.NextShare());
    }

    private void Choose(StudyHistory history, TrialRandom random, IReadOnlyList<KeyValuePair<string, ParameterRange>> space, Dictionary<string, double> values)
    {
        ParameterTrials there = space.Count > 0 ? history.With(space[0].Key) : ParameterTrials.None;
        int finished = there.Ended.Count;
        if (finished == 0)
        {
            return;
        }

        int good = Math.Min((int)Math.Ceiling(_options.GoodShare * finished), _options.MostGood);
        HistoryTrial[] best = history.Directions.Count == 1 ? [.. there.Ranked.Take(good)] : ParetoSplit.Best(history, there.Ended, good);
        ParameterRange[] ranges = [.. space.Select(p => p.Value)];
        ParzenEstimator goods = Estimate(best, best.Length, space, ranges, history.Directions.Count == 1);
        ParzenEstimator others = Others(history, there, best, space, ranges);

        Span<double> candidate = stackalloc double[ranges.Length];
        double[] chosen = new double[ranges.Length];
        double most = double.NegativeInfinity;
        for (int i = 0; i < _options.Candidates; i++)
        {
            goods.Draw(random, candidate);
            double gain = goods.LogDensity(candidate) - others.LogDensity(candidate);
            if (i == 0 || gain > most)
            {
                most = gain;
                candidate.CopyTo(chosen);
            }
        }

        for (int d = 0; d < ranges.Length; d++)
        {
            values[space[d].Key] = ranges[d].Kind == ParameterKind.Choice ? chosen[d] : ranges[d].At(chosen[d]);
        }
    }

    private ParzenEstimator Others(StudyHistory history, ParameterTrials there, HistoryTrial[] best, IReadOnlyList<KeyValuePair<string, ParameterRange>> space, ParameterRange[] ranges)
    {
        var good = new HashSet<HistoryTrial>(best);
        var others = new List<HistoryTrial>(Math.Min(there.Ended.Count, _options.MostOthers));
        for (int i = there.Ended.Count - 1; i >= 0 && others.Count < _options.MostOthers; i--)
        {
            if (!good.Contains(there.Ended[i]))
            {
                others.Add(there.Ended[i]);
            }
        }

        int all = there.Ended.Count - best.Length;
        foreach (HistoryTrial running in history.Running)
        {
            if (space.All(p => running.TryGet(p.Key, out _)))
            {
                others.Add(running);
                all++;
            }
        }

        return Estimate([.. others], all, space, ranges, byAge: true);
    }

    /// <summary>Estimates from trials that are the newest of so many.</summary>
    private ParzenEstimator Estimate(HistoryTrial[] trials, int all, IReadOnlyList<KeyValuePair<string, ParameterRange>> space, ParameterRange[] ranges, bool byAge)
    {
        Array.Sort(trials, StudyHistory.ByNumber.Instance);
        var weights = new double[trials.Length];
        var observed = new double[trials.Length][];
        for (int i = 0; i < trials.Length; i++)
        {
            weights[i] = byAge ? Weight(all - trials.Length + i, all) : 1;
            observed[i] = new double[space.Count];
            for (int d = 0; d < space.Count; d++)
            {
                trials[i].TryGet(space[d].Key, out observed[i][d]);
            }
        }

        return new ParzenEstimator(ranges, observed, weights, _parzen);
    }

    /// <summary>Weight of a trial by its place, the oldest first: the newest weigh 1, the older ones less in equal steps down to one part of all.</summary>
    internal static double Weight(int place, int all)
    {
        int older = all - FullWeight;
        return place >= older ? 1 : older == 1 ? 1.0 / all : (1.0 / all) + ((1 - (1.0 / all)) * place / (older - 1));
    }
}
