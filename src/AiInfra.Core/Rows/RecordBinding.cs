using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;

namespace AiInfra.Core.Rows;

/// <summary>How a record is made of values: by the constructor with the most parameters of those whose parameters are all properties, and then by the properties that can be set and are no parameters.</summary>
public sealed class RecordBinding
{
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)]
    private readonly Type _type;

    private RecordBinding(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type type, ConstructorInfo? constructor, IReadOnlyList<RecordArgument> arguments, IReadOnlyList<RecordProperty> settable) =>
        (_type, Constructor, Arguments, Settable) = (type, constructor, arguments, settable);

    /// <summary>The constructor; null for a struct that has none.</summary>
    public ConstructorInfo? Constructor { get; }

    /// <summary>Its parameters.</summary>
    public IReadOnlyList<RecordArgument> Arguments { get; }

    /// <summary>The properties that are set after it, as they are declared.</summary>
    public IReadOnlyList<RecordProperty> Settable { get; }

    /// <summary>The binding of a type.</summary>
    /// <exception cref="ArgumentException">It has no public constructor.</exception>
    public static RecordBinding Of([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] Type type)
    {
        IReadOnlyList<RecordProperty> properties = RecordProperty.Of(type);
        (ConstructorInfo Constructor, RecordArgument[] Arguments)[] all = [.. type.GetConstructors().Select(c => (c, c.GetParameters().Select(p => Argument(p, properties)).ToArray()))];

        // A constructor that takes something else is the last resort: it may be meant for another purpose, such as reading a file.
        (ConstructorInfo Constructor, RecordArgument[] Arguments)[] ordered = [.. all
            .OrderByDescending(c => Array.TrueForAll(c.Arguments, a => a.Property?.Property.PropertyType == a.Type))
            .ThenByDescending(c => c.Arguments.Length)];
        if (ordered.Length == 0 && !type.IsValueType)
        {
            throw new ArgumentException($"{type.Name} needs a public constructor whose parameters are its properties, or one without parameters and settable properties.", nameof(type));
        }

        RecordArgument[] arguments = ordered.Length == 0 ? [] : ordered[0].Arguments;
        IEnumerable<RecordProperty> settable = properties
            .Where(p => p.Property.SetMethod is { IsPublic: true } && !Array.Exists(arguments, a => a.Property == p))
            .OrderBy(p => p.Property.HasMetadataToken() ? p.Property.MetadataToken : 0);
        return new RecordBinding(type, ordered.Length == 0 ? null : ordered[0].Constructor, arguments, [.. settable]);
    }

    /// <summary>An expression that makes a record.</summary>
    /// <param name="argument">The value of a parameter, of its type.</param>
    /// <param name="property">The value of a property that is set, of its type.</param>
    public Expression Make(Func<RecordArgument, Expression> argument, Func<RecordProperty, Expression> property)
    {
        NewExpression made = Constructor is null ? Expression.New(_type) : Expression.New(Constructor, Arguments.Select(argument));
        return Settable.Count == 0 ? made : Expression.MemberInit(made, Settable.Select(p => (MemberBinding)Expression.Bind(p.Property, property(p))));
    }

    /// <summary>Makes a record.</summary>
    /// <param name="argument">The value of a parameter, of its type.</param>
    /// <param name="property">The value of a property that is set, of its type.</param>
    public object Make(Func<RecordArgument, object?> argument, Func<RecordProperty, object?> property)
    {
        object record = Constructor is null ? Activator.CreateInstance(_type)! : Constructor.Invoke([.. Arguments.Select(argument)]);
        foreach (RecordProperty settable in Settable)
        {
            settable.Property.SetValue(record, property(settable));
        }

        return record;
    }

    private static RecordArgument Argument(ParameterInfo parameter, IReadOnlyList<RecordProperty> properties)
    {
        RecordProperty? property = properties.FirstOrDefault(p => string.Equals(p.Property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase));
        return new RecordArgument(property?.Name ?? parameter.Name!, parameter.ParameterType, property);
    }
}
