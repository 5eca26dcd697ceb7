namespace AiInfra.Evaluation.Gates;

/// <summary>A condition of the host's own.</summary>
/// <param name="description">The condition in words.</param>
/// <param name="check">Whether it holds; build the answer with the description it is given.</param>
public sealed class CustomCondition(string description, Func<GateContext, string, ConditionResult> check) : IGateCondition
{
    private readonly Func<GateContext, string, ConditionResult> _check = check ?? throw new ArgumentNullException(nameof(check));

    /// <inheritdoc />
    public string Description { get; } = string.IsNullOrEmpty(description) ? throw new ArgumentException("A condition needs words.", nameof(description)) : description;

    /// <inheritdoc />
    public ConditionResult Check(GateContext context) => _check(context, Description);
}
