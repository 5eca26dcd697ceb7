using AiInfra.Core.Studies;

namespace AiInfra.Sqlite.Storage;

/// <summary>A parameter's range as it stands in a column.</summary>
internal sealed record RangeContent(ParameterKind Kind, double Low, double High, bool Log, double Step, string[]? Choices)
{
    public static RangeContent Of(ParameterRange range) => new(range.Kind, range.Low, range.High, range.Log, range.Step, range.Kind == ParameterKind.Choice ? [.. range.Choices] : null);

    public ParameterRange ToRange() => Kind switch
    {
        ParameterKind.Float => ParameterRange.Float(Low, High, Log, Step),
        ParameterKind.Int => ParameterRange.Int((long)Low, (long)High, Log, (long)Step),
        _ => ParameterRange.Choice(Choices ?? []),
    };
}
