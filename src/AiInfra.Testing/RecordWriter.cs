using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Testing;

/// <summary>Makes outputs of records.</summary>
internal sealed class RecordWriter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>
{
    private readonly PropertyInfo[] _properties = RecordTypes.Properties(typeof(T));

    public RecordWriter()
    {
        if (_properties.Length == 0)
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

        return [.. _properties.Select(p => p.GetValue(record) switch
        {
            float[] numbers => Array.ConvertAll(numbers, n => Value.Of(n)),
            double[] numbers => Array.ConvertAll(numbers, Value.Of),
            null when p.PropertyType.IsArray => throw new InferenceException($"The fake model's function answered null for '{p.Name}'."),
            var value => new[] { RecordTypes.ToValue(value) },
        })];
    }

    private static TensorSpec Spec(PropertyInfo property)
    {
        Type type = property.PropertyType;
        return type == typeof(float[]) ? FakeColumns.Spec(property.Name, TensorType.Float32, -1)
            : type == typeof(double[]) ? FakeColumns.Spec(property.Name, TensorType.Float64, -1)
            : RecordTypes.Kind(type) is { } kind ? FakeColumns.Output(new Column(property.Name, kind))
            : throw new ArgumentException($"{typeof(T).Name} can't be the output of a fake model: {type.Name} {property.Name} is not a number, text, boolean, enum or array of numbers.");
    }
}
