namespace AiInfra.Evaluation.Gates;

/// <summary>At least one of several conditions holds. It fails when all fail, and is open while none holds and one is open.</summary>
public sealed class AnyCondition : IGateCondition
{
    private readonly IGateCondition[] _conditions;

    /// <summary>Creates the condition.</summary>
    /// <param name="conditions">Two or more.</param>
    /// <exception cref="ArgumentException">There are fewer, or one is null or has no description; the message names its position.</exception>
    public AnyCondition(IEnumerable<IGateCondition> conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        _conditions = Gate.Checked(conditions, nameof(conditions));
        if (_conditions.Length < 2)
        {
            throw new ArgumentException($"A choice needs two conditions or more; there {(_conditions.Length == 1 ? "is one" : "are none")}.", nameof(conditions));
        }

        Description = string.Join(" or ", _conditions.Select(c => c.Description));
    }

    /// <inheritdoc />
    public string Description { get; }

    /// <inheritdoc />
    public ConditionResult Check(GateContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ConditionResult[] results = [.. _conditions.Select(c => Gate.Ask(c, context))];
        ConditionResult best = results.OrderBy(r => r.Verdict switch { Verdict.Pass => 0, Verdict.NotEnoughEvidence => 1, _ => 2 }).ThenBy(r => r.RowsNeeded ?? long.MaxValue).First();
        string why = best.Verdict != Verdict.Pass
            ? string.Join("; ", results.Select(r => r.Why))
            : string.Join("; ", [best.Why, .. results.Where(r => r.Error is not null).Select(r => $"'{r.Condition}' could not be checked: {r.Error}")]);
        string[] errors = [.. results.Select(r => r.Error).OfType<string>()];
        return best with { Condition = Description, Why = why, Error = errors.Length == 0 ? null : string.Join("; ", errors) };
    }
}
