using AiInfra.Metrics;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>Pairs the units of two scores: by their ids where both have some, else in their order.</summary>
internal static class PairedUnits
{
    /// <summary>The values of the units that both have a value for, in one order.</summary>
    /// <exception cref="ArgumentException">One has ids and the other has none, an id comes twice, none is in both, or without ids there are more of one than of the other.</exception>
    public static (double[] Candidate, double[] Champion) Of(Evidence candidate, Evidence champion, string name)
    {
        IEnumerable<(double Ours, double Theirs)> pairs;
        if (candidate.Ids is { } ids && champion.Ids is { } others)
        {
            Dictionary<string, double> theirs = new(StringComparer.Ordinal);
            for (int i = 0; i < others.Count; i++)
            {
                if (!theirs.TryAdd(others[i], champion.Values[i]))
                {
                    throw new ArgumentException($"The champion has the id '{others[i]}' twice among its {champion.Units}; ids pair one with one.", name);
                }
            }

            if (ids.Count > 0 && others.Count > 0 && !ids.Any(theirs.ContainsKey))
            {
                throw new ArgumentException($"None of the candidate's {ids.Count} {candidate.Units} ('{ids[0]}', ...) is among the champion's {others.Count} ('{others[0]}', ...); a paired test needs both on the same {candidate.Units}. Score the champion on the candidate's.", name);
            }

            HashSet<string> seen = new(StringComparer.Ordinal);
            pairs = ids.Select((id, i) => seen.Add(id)
                ? (candidate.Values[i], theirs.GetValueOrDefault(id, double.NaN))
                : throw new ArgumentException($"The candidate has the id '{id}' twice among its {candidate.Units}; ids pair one with one.", name));
        }
        else
        {
            Check(candidate, champion, name);
            pairs = candidate.Values.Zip(champion.Values);
        }

        (double Ours, double Theirs)[] both = [.. pairs.Where(p => !double.IsNaN(p.Ours) && !double.IsNaN(p.Theirs))];
        return ([.. both.Select(p => p.Ours)], [.. both.Select(p => p.Theirs)]);
    }

    /// <summary>Both are of as many units, with the same ids in the same order where they have some.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void Check(Evidence candidate, Evidence champion, string name)
    {
        if (candidate.Ids is null != champion.Ids is null)
        {
            throw new ArgumentException($"The {(candidate.Ids is null ? "champion" : "candidate")} has ids for its {candidate.Units}, the other has none; give both, or neither.", name);
        }

        if (candidate.Count != champion.Count)
        {
            throw new ArgumentException($"The candidate has {candidate.Count} {candidate.Units}, the champion {champion.Count}; both need the same {candidate.Units}.", name);
        }

        for (int i = 0; candidate.Ids is { } ids && i < ids.Count; i++)
        {
            if (ids[i] != champion.Ids![i])
            {
                throw new ArgumentException($"Of the {candidate.Units} the one at {i} is '{ids[i]}' of the candidate and '{champion.Ids[i]}' of the champion; both must come in the same order.", name);
            }
        }
    }
}
