namespace AiInfra.Core.Studies;

/// <summary>
/// How much each parameter matters for being among the best trials: how differently the best tenth of them and all of them are spread over its range (PED-ANOVA: Watanabe, Bansal, Hutter 2023, "PED-ANOVA: efficiently quantifying hyperparameter importance in arbitrary subspaces";
/// for parameters that only some trials have, weighed by how many of the best have them, as Optuna 5 does). It costs next to nothing, and says little before some dozens of trials are complete.
/// </summary>
public static class ParameterImportance
{
    private const double BestShare = 0.1;
    private const int GridSteps = 50;
    private const int LeastTrials = 2;

    /// <summary>Importance by parameter, the greatest first; they sum to 1, or are all 0 where fewer than two trials are complete or nothing tells them apart.</summary>
    /// <param name="directions">Which way each objective is better.</param>
    /// <param name="ranges">Ranges of the parameters.</param>
    /// <param name="trials">Trials; only complete ones with finite values count.</param>
    /// <param name="objective">Which objective.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such objective.</exception>
    public static IReadOnlyDictionary<string, double> Of(IReadOnlyList<StudyDirection> directions, IReadOnlyDictionary<string, ParameterRange> ranges, IEnumerable<TrialRecord> trials, int objective = 0)
    {
        ArgumentNullException.ThrowIfNull(directions);
        ArgumentNullException.ThrowIfNull(ranges);
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(objective);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(objective, directions.Count);
        double sign = directions[objective] == StudyDirection.Maximize ? -1 : 1;
        TrialRecord[] all = [.. trials.Where(t => t.State == TrialState.Complete && t.Values.All(double.IsFinite)).OrderBy(t => sign * t.Values[objective])];
        var raw = ranges.Keys.ToDictionary(n => n, _ => 0.0, StringComparer.Ordinal);
        if (all.Length > 1)
        {
            double cut = sign * all[(int)Math.Ceiling(BestShare * all.Length) - 1].Values[objective];
            TrialRecord[] best = [.. all.TakeWhile(t => sign * t.Values[objective] <= cut)];
            foreach ((string name, ParameterRange range) in ranges)
            {
                TrialRecord[] here = [.. all.Where(t => t.Parameters.ContainsKey(name))], good = [.. best.Where(t => t.Parameters.ContainsKey(name))];
                if (range.Count > 1 && here.Length >= LeastTrials && good.Length > 0)
                {
                    double goodShare = (double)good.Length / best.Length, hereShare = (double)here.Length / all.Length;
                    raw[name] = goodShare * goodShare / hereShare * Divergence(range, Counts(range, name, good), Counts(range, name, here));
                }
            }
        }

        double sum = raw.Values.Sum();
        return raw.OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).ToDictionary(p => p.Key, p => sum > 0 ? p.Value / sum : 0, StringComparer.Ordinal);
    }

    /// <summary>Pearson's divergence of two densities on a grid, before normalisation.</summary>
    internal static double Divergence(ParameterRange range, int[] good, int[] all)
    {
        double[] top = Density(range, good), whole = Density(range, all);
        double sum = 0;
        for (int i = 0; i < top.Length; i++)
        {
            double ratio = ((top[i] + 1e-12) / (whole[i] + 1e-12)) - 1;
            sum += (whole[i] + 1e-12) * ratio * ratio;
        }

        return sum;
    }

    /// <summary>How many trials stand at each of up to 50 places of the range.</summary>
    private static int[] Counts(ParameterRange range, string name, TrialRecord[] trials)
    {
        if (range.Kind == ParameterKind.Choice)
        {
            var choices = new int[range.Choices.Count];
            foreach (TrialRecord trial in trials)
            {
                choices[(int)trial.Parameters[name]]++;
            }

            return choices;
        }

        int steps = range is { Kind: ParameterKind.Int, Log: true }
            ? Math.Min((int)Math.Ceiling(Math.Log2(range.High - range.Low + 1)) + 1, GridSteps)
            : (int)Math.Min(range.Count, GridSteps);
        var counts = new int[steps];
        (double low, double high) = range.Log ? (Math.Log(range.Low), Math.Log(range.High)) : (range.Low, range.High);
        double size = (high - low) / (steps - 1);
        foreach (TrialRecord trial in trials)
        {
            double value = range.Log ? Math.Log(trial.Parameters[name]) : trial.Parameters[name];
            counts[Math.Clamp((int)Math.Ceiling(((value - low) / size) - 0.5), 0, steps - 1)]++;
        }

        return counts;
    }

    /// <summary>A density from counts: kernels by Scott's rule (1992), on a grid; of choices the counts and a prior.</summary>
    private static double[] Density(ParameterRange range, int[] counts)
    {
        int places = counts.Length;
        (int At, double Weight)[] seen = [.. counts.Select((c, i) => (At: i, Weight: (double)c)).Where(p => p.Weight > 0)];
        double sum = seen.Sum(p => p.Weight) + 1;
        var density = new double[places];
        if (range.Kind == ParameterKind.Choice)
        {
            double prior = 1.0 / (seen.Length + 1), row = 1 + (prior * places);
            for (int i = 0; i < places; i++)
            {
                density[i] = seen.Sum(p => p.Weight / sum * ((i == p.At ? 1 : 0) + prior) / row) + (1 / sum * (prior / (prior * places)));
            }

            return density;
        }

        double weights = sum - 1, mean = seen.Sum(p => p.At * p.Weight) / weights;
        double deviation = Math.Sqrt(seen.Sum(p => (p.At - mean) * (p.At - mean) * p.Weight) / Math.Max(1, weights - 1));
        double spread = Quartile(seen, Math.Floor(weights * 3 / 4), right: true) - Quartile(seen, Math.Floor(weights / 4), right: false);
        double sigma = Math.Max(1.059 * Math.Min(spread / 1.34, deviation) * Math.Pow(weights, -0.2), 0.5 / 1.64);
        for (int i = 0; i < places; i++)
        {
            density[i] = seen.Sum(p => p.Weight / sum * Mass(i, p.At, sigma, places)) + (1 / sum * Mass(i, (places - 1) / 2.0, places, places));
        }

        return density;
    }

    private static double Quartile((int At, double Weight)[] seen, double until, bool right)
    {
        double run = 0;
        foreach ((int at, double weight) in seen)
        {
            run += weight;
            if (right ? run > until : run >= until)
            {
                return at;
            }
        }

        return seen[^1].At;
    }

    private static double Mass(int place, double mean, double sigma, int places) =>
        NormalLaw.Mass((place - 0.5 - mean) / sigma, (place + 0.5 - mean) / sigma) / NormalLaw.Mass((-0.5 - mean) / sigma, (places - 0.5 - mean) / sigma);
}
