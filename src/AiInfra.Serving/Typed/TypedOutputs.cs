using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Typed;

/// <summary>Compiles how a result is made of a model's outputs.</summary>
internal static class TypedOutputs
{
    private const string Elements = "elements";

    public static Func<ModelSlot, int, TOut> Compile<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut>(ModelSignature signature)
    {
        ParameterExpression slot = Expression.Parameter(typeof(ModelSlot), "slot");
        ParameterExpression row = Expression.Parameter(typeof(int), "row");
        var problems = new List<string>();
        Expression made = RecordBinding.Of(typeof(TOut)).Make(
            argument => Read(argument.Name, argument.Type, slot, row, signature, problems),
            property => Read(property.Name, property.Property.PropertyType, slot, row, signature, problems));
        return problems.Count == 0
            ? Expression.Lambda<Func<ModelSlot, int, TOut>>(made, slot, row).Compile()
            : throw new ArgumentException($"{typeof(TOut).Name} does not fit the model: {string.Join("; ", problems)}. Outputs: {string.Join(", ", signature.Outputs)}. [NotMapped] leaves a property out.");
    }

    private static Expression Read(string name, Type type, Expression slot, Expression row, ModelSignature signature, List<string> problems)
    {
        TensorSpec? output = TypedNames.Find(signature.Outputs, o => o.Name, name);
        if (output is not null && Reader(type, output, signature) is string reader)
        {
            Expression at = Expression.Constant(signature.IndexOfOutput(output.Name));
            Expression read = reader == Elements ? VectorElements.Of(output.Type)!.Read(slot, at, row)
                : reader == nameof(TypedValues.ReadAs)
                ? Expression.Call(TypedValues.Method(reader), slot, at, row, Expression.Constant(type, typeof(Type)))
                : Expression.Call(TypedValues.Method(reader), slot, at, row);
            return read.Type == type ? read : Expression.Convert(read, type);
        }

        problems.Add(output is null ? $"{type.Name} {name} is no output" : $"{type.Name} {name} does not hold {output}");
        return Expression.Default(type);
    }

    private static string? Reader(Type type, TensorSpec output, ModelSignature signature)
    {
        // An output whose width is not declared may be a vector.
        bool vector = output.RowWidth != 1;
        bool text = output.Type == TensorType.String;
        ValueKind kind = ValueConversion.KindOf(type);
        return type switch
        {
            _ when type.IsArray && VectorElements.Of(output.Type)?.Holds(type) == true => Elements,
            _ when type == typeof(double[]) && !text => nameof(TypedValues.ReadDoubles),
            _ when vector || kind == ValueKind.Missing => null,
            _ when type == typeof(string) => text ? nameof(TypedValues.ReadText) : null,
            _ when text => HoldsClasses(type, kind, output, signature) ? nameof(TypedValues.ReadAs) : null,
            _ when kind is not (ValueKind.Number or ValueKind.Boolean) => null,
            _ when type == typeof(double) => nameof(TypedValues.ReadNumber),
            _ when type == typeof(float) && TensorValues.Of(output.Type).HasFraction && output.Type.ElementSize() <= sizeof(float) => nameof(TypedValues.ReadNumber),
            _ => nameof(TypedValues.ReadAs),
        };
    }

    /// <summary>Whether a text is known to read as the type before it is asked: every class of the label does, or the type is one of text.</summary>
    private static bool HoldsClasses(Type type, ValueKind kind, TensorSpec output, ModelSignature signature) => output.Name == AnswerNames.Label && signature.Classes.Count > 0
        ? signature.Classes.All(c => ValueConversion.TryRead(Value.Of(c), type, out _, out _))
        : kind == ValueKind.Text;
}
