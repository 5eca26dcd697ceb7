using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using AiInfra.Core.Rows;

namespace AiInfra.Testing;

/// <summary>Makes records of rows: by the constructor with the most parameters, otherwise by settable properties.</summary>
internal sealed class RecordReader<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] T>
{
    private readonly ConstructorInfo? _constructor;
    private readonly PropertyInfo[] _arguments = [];
    private readonly PropertyInfo[] _settable;

    public RecordReader()
    {
        PropertyInfo[] properties = RecordTypes.Properties(typeof(T));
        string[] strange = [.. properties.Where(p => RecordTypes.Kind(p.PropertyType) is null).Select(p => $"{p.PropertyType.Name} {p.Name}")];
        if (properties.Length == 0 || strange.Length > 0)
        {
            throw new ArgumentException($"{typeof(T).Name} can't be the input of a fake model: {(strange.Length > 0 ? $"{string.Join(", ", strange)} is not a number, text, boolean, enum or time" : "it has no properties")}.");
        }

        Schema = new RowSchema(properties.Select(p => new Column(p.Name, RecordTypes.Kind(p.PropertyType)!.Value)));
        _constructor = typeof(T).GetConstructors().MaxBy(c => c.GetParameters().Length);
        if (_constructor is not null)
        {
            _arguments = [.. _constructor.GetParameters().Select(a => Array.Find(properties, p => string.Equals(p.Name, a.Name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ArgumentException($"{typeof(T).Name} can't be the input of a fake model: its constructor's parameter '{a.Name}' is no property."))];
        }

        _settable = [.. properties.Except(_arguments).Where(p => p.SetMethod is { IsPublic: true })];
    }

    public RowSchema Schema { get; }

    public T Read(Row row)
    {
        object record = _constructor is null ? Activator.CreateInstance<T>()! : _constructor.Invoke([.. _arguments.Select(p => Value(row, p))]);
        foreach (PropertyInfo property in _settable)
        {
            property.SetValue(record, Value(row, property));
        }

        return (T)record;
    }

    private static object? Value(Row row, PropertyInfo property) => RecordTypes.FromValue(row[property.Name], property.PropertyType, property.Name);
}
