using System.Diagnostics.CodeAnalysis;
using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Testing;

/// <summary>Makes outputs of records.</summary>
internal sealed class RecordWriter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>
{
    private readonly IReadOnlyList<RecordProperty> _properties = RecordProperty.Of(typeof(T));

    public RecordWriter()
    {
        if (_properties.Count == 0)
        {
            throw new ArgumentException($"{typeof(T).Name} can't be the output of a fake model: it has no properties.");
        }

        Specs = [.. _properties.Select(Spec)];
    }

    public IReadOnlyList<TensorSpec> Specs { get; }

    public Value[][] Write(T record)
    {
        if (record is null)
        {
            throw new InferenceException("The fake model's function answered null.");
        }

        return [.. _properties.Select(p => p.Property.GetValue(record) switch
        {
            float[] numbers => Array.ConvertAll(numbers, n => Value.Of(n)),
            double[] numbers => Array.ConvertAll(numbers, Value.Of),
            null when p.Type.IsArray => throw new InferenceException($"The fake model's function answered null for '{p.Name}'."),
            var value => new[] { ValueConversion.Of(value) },
        })];
    }

    private static TensorSpec Spec(RecordProperty property)
    {
        Type type = property.Type;
        return type == typeof(float[]) ? FakeColumns.Spec(property.Name, TensorType.Float32, -1)
            : type == typeof(double[]) ? FakeColumns.Spec(property.Name, TensorType.Float64, -1)
            : property.Kind != ValueKind.Missing ? FakeColumns.Output(new Column(property.Name, property.Kind))
            : throw new ArgumentException($"{typeof(T).Name} can't be the output of a fake model: {property} is not a number, text, boolean, enum or array of numbers.");
    }
}
