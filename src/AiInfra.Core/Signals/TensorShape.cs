namespace AiInfra.Core.Signals;

/// <summary>A tensor without its elements.</summary>
/// <param name="Name">Name of the model's input or output.</param>
/// <param name="Type">Element type as the Open Inference Protocol calls it, for example "FP32".</param>
/// <param name="Shape">Dimensions.</param>
public sealed record TensorShape(string Name, string Type, IReadOnlyList<long> Shape)
{
    /// <inheritdoc />
    public bool Equals(TensorShape? other) => other is not null && Name == other.Name && Type == other.Type && Shape.SequenceEqual(other.Shape);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Name, StringComparer.Ordinal);
        hash.Add(Type, StringComparer.Ordinal);
        foreach (long size in Shape)
        {
            hash.Add(size);
        }

        return hash.ToHashCode();
    }

    /// <summary>For example "image FP32[1,3,224,224]".</summary>
    public override string ToString() => $"{Name} {Type}[{string.Join(',', Shape)}]";
}
