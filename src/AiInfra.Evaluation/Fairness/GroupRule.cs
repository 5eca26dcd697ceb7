namespace AiInfra.Evaluation.Fairness;

/// <summary>How one group is decided.</summary>
/// <param name="Group">The group.</param>
/// <param name="Steps">Chance of being selected by score, ascending in both. Two steps, 0 and 1, are a plain threshold.</param>
public sealed record GroupRule(string Group, IReadOnlyList<ThresholdStep> Steps)
{
    /// <summary>Whether no lot is drawn.</summary>
    public bool IsDeterministic => Steps.All(s => s.Chance is 0 or 1);

    /// <summary>Chance of being selected with a score.</summary>
    /// <exception cref="ArgumentException">The score is NaN.</exception>
    public double Chance(double score)
    {
        if (double.IsNaN(score))
        {
            throw new ArgumentException("The score is NaN; a number is needed.", nameof(score));
        }

        double chance = 0;
        foreach (ThresholdStep step in Steps)
        {
            if (score < step.From)
            {
                break;
            }

            chance = step.Chance;
        }

        return chance;
    }

    internal static GroupRule Of(string group, IEnumerable<ThresholdStep> steps)
    {
        // Steps without width or without rise say nothing.
        var kept = new List<ThresholdStep>();
        foreach (ThresholdStep step in steps)
        {
            if (kept.Count > 0 && kept[^1].From == step.From)
            {
                kept.RemoveAt(kept.Count - 1);
            }

            if (kept.Count == 0 || kept[^1].Chance != step.Chance)
            {
                kept.Add(step);
            }
        }

        return new(group, kept);
    }

    /// <inheritdoc />
    public override string ToString() => $"GroupRule {{ Group = {Group}, Steps = {Shown.List(Steps)} }}";
}
