namespace AiInfra.Evaluation.Gates;

/// <summary>At least one of several conditions holds. It fails when all fail, and is open while none holds and one is open.</summary>
public sealed class AnyCondition : IGateCondition
{
    private readonly IGateCondition[] _conditions;

    /// <summary>Creates the condition.</summary>
    /// <param name="conditions">Two or more.</param>
    public AnyCondition(IEnumerable<IGateCondition> conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        _conditions = [.. conditions];
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
        string why = best.Verdict == Verdict.Pass ? best.Why : string.Join("; ", results.Select(r => r.Why));
        return best with { Condition = Description, Why = why };
    }
}
