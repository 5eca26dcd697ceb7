using AiInfra.Serving.Runtimes;

namespace AiInfra.AspNetCore.Records;

/// <summary>What JSON may say for an element of a tensor: what is read, what errors and the description say of it.</summary>
/// <param name="Expected">In words, for errors.</param>
/// <param name="JsonTypes">The types of JSON that fit, as JSON Schema names them. Null is one where the element has a value that means missing.</param>
internal sealed record FieldRule(string Expected, params string[] JsonTypes)
{
    private const string Null = "null";
    private const string Word = "string";
    private const string Flag = "boolean";
    private static readonly FieldRule[] s_all = [.. Enum.GetValues<TensorType>().Select(t => t.Accept<Make, FieldRule>(default))];

    /// <summary>Whether null, not known, is a value of it.</summary>
    public bool TakesNull => JsonTypes.Contains(Null);

    /// <summary>Whether true and false are.</summary>
    public bool TakesFlags => JsonTypes.Contains(Flag);

    public static FieldRule Of(TensorType type) => s_all[(int)type];

    private readonly struct Make : ITensorVisitor<FieldRule>
    {
        public FieldRule Integer<T>()
            where T : unmanaged, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T> => typeof(T) == typeof(long)
            ? new FieldRule("a whole number, or a time such as 2026-01-31T08:00:00Z", "integer", Word, Null)
            : new FieldRule($"a whole number that fits {typeof(T).Name}", "integer");

        // Booleans are 0 and 1 in the tensors of tables.
        public FieldRule Float<T>()
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>, System.Numerics.IMinMaxValue<T> =>
            new(typeof(T) == typeof(double) ? "a number" : $"a number that fits {typeof(T).Name}", "number", Flag, Null);

        public FieldRule BFloat16() => new("a number that fits BFloat16", "number", Flag, Null);

        public FieldRule Boolean() => new("true or false", Flag);

        public FieldRule Text() => new("a text", Word, "number", Null);
    }
}
