namespace AiInfra.Core.Filters;

/// <summary>One condition of a filter, as it was written.</summary>
/// <param name="Entity">What stands before the point, for example "metrics"; null where there is no point.</param>
/// <param name="Key">What stands after it, without quotes.</param>
/// <param name="Operator">How it compares.</param>
/// <param name="Position">Where it begins in the text, from zero.</param>
public sealed record FilterCondition(string? Entity, string Key, FilterOperator Operator, int Position)
{
    /// <summary>The right side where it is a text in quotes.</summary>
    public string? Text { get; init; }

    /// <summary>The right side where it is a number.</summary>
    public double? Number { get; init; }

    /// <summary>The right side where it is a list of texts.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>Where the right side begins in the text, from zero.</summary>
    public int ValuePosition { get; init; }

    /// <summary>The operator as it is written.</summary>
    public string OperatorText => FilterReader.Text(Operator);

    /// <inheritdoc />
    public override string ToString() => $"{(Entity is null ? "" : Entity + ".")}{Key} {OperatorText} {(Texts is not null ? Shown.List(Texts) : Text is not null ? $"'{Text}'" : Number)}";
}
