using AiInfra.Serving.Runtimes;

namespace AiInfra.AspNetCore.Records;

/// <summary>One column that a model takes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of the tensor it goes into.</param>
internal sealed record RecordField(string Name, TensorType Type)
{
    /// <summary>What JSON may say for it.</summary>
    public FieldRule Rule { get; } = FieldRule.Of(Type);
}
