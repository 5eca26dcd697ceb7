using AiInfra.Serving.Runtimes;

namespace AiInfra.AspNetCore.Records;

/// <summary>One column that a model takes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of the tensor it goes into.</param>
internal sealed record RecordField(string Name, TensorType Type)
{
    /// <summary>Whether null, not known, is a value of it: NaN, an empty text or the mark of a missing time. Other tensors have no such mark.</summary>
    public bool HasMissing => TensorValues.Of(Type).HasMissing;

    /// <summary>In words, for errors.</summary>
    public string Expected => Type switch
    {
        TensorType.String => "a text",
        TensorType.Boolean => "true or false",
        TensorType.Float64 => "a number",
        TensorType.Int64 => "a whole number, or a time such as 2026-01-31T08:00:00Z",
        TensorType.BFloat16 => "a number that fits BFloat16",
        TensorType.Float16 or TensorType.Float32 => $"a number that fits {Type.ElementType().Name}",
        _ => $"a whole number that fits {Type.ElementType().Name}",
    };
}
