using System.Globalization;

namespace AiInfra.Evaluation.Gates;

/// <summary>The model's files are at most so large.</summary>
public sealed class SizeCondition : IGateCondition
{
    private readonly long _bytes;

    /// <summary>Creates the condition.</summary>
    /// <param name="bytes">The most bytes allowed.</param>
    public SizeCondition(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        _bytes = bytes;
        Description = string.Create(CultureInfo.InvariantCulture, $"at most {bytes:N0} bytes");
    }

    /// <inheritdoc />
    public string Description { get; }

    /// <inheritdoc />
    public ConditionResult Check(GateContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Facts?.Bytes is not { } bytes
            ? new(Description, Verdict.NotEnoughEvidence, "the size was not given; pass it as ModelFacts.Bytes") { Required = _bytes }
            : new(Description, bytes <= _bytes ? Verdict.Pass : Verdict.Fail, string.Create(CultureInfo.InvariantCulture, $"the model has {bytes:N0} bytes")) { Observed = bytes, Required = _bytes };
    }
}
