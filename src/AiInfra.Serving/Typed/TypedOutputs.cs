using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Typed;

/// <summary>Compiles how a result is made of a model's outputs.</summary>
internal static class TypedOutputs
{
    public static Func<ModelSlot, int, TOut> Compile<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut>(ModelSignature signature)
    {
        ParameterExpression slot = Expression.Parameter(typeof(ModelSlot), "slot");
        ParameterExpression row = Expression.Parameter(typeof(int), "row");
        var problems = new List<string>();
        ConstructorInfo? constructor = typeof(TOut).GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();
        ParameterInfo[] parameters = constructor?.GetParameters() ?? [];
        PropertyInfo[] readable = TypedNames.Readable(typeof(TOut));
        Expression made = constructor is null
            ? Expression.New(typeof(TOut))
            : Expression.New(constructor, parameters.Select(p => Read(Called(p, readable), p.ParameterType, slot, row, signature, problems)));
        if (parameters.Length == 0)
        {
            PropertyInfo[] settable = [.. readable.Where(p => p.CanWrite && p.SetMethod!.IsPublic)];
            made = Expression.MemberInit((NewExpression)made, settable.Select(p => Expression.Bind(p, Read(TypedNames.Of(p), p.PropertyType, slot, row, signature, problems))));
        }

        return problems.Count == 0
            ? Expression.Lambda<Func<ModelSlot, int, TOut>>(made, slot, row).Compile()
            : throw new ArgumentException($"{typeof(TOut).Name} does not fit the model: {string.Join("; ", problems)}. Outputs: {string.Join(", ", signature.Outputs)}.");
    }

    /// <summary>A parameter is called as the property it becomes.</summary>
    private static string Called(ParameterInfo parameter, PropertyInfo[] properties) =>
        Array.Find(properties, p => string.Equals(p.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)) is PropertyInfo property ? TypedNames.Of(property) : parameter.Name!;

    private static Expression Read(string name, Type type, Expression slot, Expression row, ModelSignature signature, List<string> problems)
    {
        TensorSpec? output = TypedNames.Find(signature.Outputs, o => o.Name, name);
        if (output is not null && Reader(type, output) is string reader)
        {
            Expression at = Expression.Constant(signature.IndexOfOutput(output.Name));
            Expression read = reader == nameof(TypedValues.ReadInteger)
                ? Expression.Call(TypedValues.Method(reader), [slot, at, row, .. Range(type)])
                : Expression.Call(TypedValues.Method(reader), slot, at, row);
            return read.Type == type ? read : Expression.Convert(read, type);
        }

        problems.Add(output is null ? $"{type.Name} {name} is no output" : $"{type.Name} {name} does not hold {output}");
        return Expression.Default(type);
    }

    private static Expression[] Range(Type type)
    {
        (long least, long most) = Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
        {
            TypeCode.Byte => (byte.MinValue, byte.MaxValue),
            TypeCode.Int16 => (short.MinValue, short.MaxValue),
            TypeCode.Int32 => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        return [Expression.Constant(least), Expression.Constant(most)];
    }

    private static string? Reader(Type type, TensorSpec output)
    {
        // An output whose width is not declared may be a vector.
        bool vector = output.RowWidth != 1;
        bool text = output.Type == TensorType.String;
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return text ? (!vector && plain == typeof(string) ? nameof(TypedValues.ReadText) : null) : plain switch
        {
            _ when plain == typeof(float[]) && output.Type == TensorType.Float32 => nameof(TypedValues.ReadFloats),
            _ when plain == typeof(double[]) => nameof(TypedValues.ReadDoubles),
            _ when vector => null,
            _ when plain == typeof(double) || plain == typeof(float) => nameof(TypedValues.ReadNumber),
            _ when plain == typeof(long) || plain == typeof(int) || plain == typeof(short) || plain == typeof(byte) => nameof(TypedValues.ReadInteger),
            _ when plain == typeof(bool) => nameof(TypedValues.ReadFlag),
            _ => null,
        };
    }
}
