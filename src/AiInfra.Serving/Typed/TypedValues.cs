using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using AiInfra.Core.Rows;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Typed;

/// <summary>What the compiled mappings call.</summary>
internal static class TypedValues
{
    /// <summary>An expression that turns a property into a <see cref="Value"/>, or null when the type has none.</summary>
    public static Expression? ToValue(Expression property)
    {
        Type type = property.Type;
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        bool nullable = plain != type;
        if (plain.IsEnum)
        {
            return Expression.Call(Method(nameof(OfObject)), Expression.Convert(property, typeof(object)));
        }

        Type? via = Type.GetTypeCode(plain) switch
        {
            // With all their digits: a double has 53 bits.
            TypeCode.Int64 => typeof(long?),
            TypeCode.UInt64 => typeof(ulong?),
            TypeCode.Decimal => typeof(decimal?),
            TypeCode.Byte or TypeCode.SByte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Single or TypeCode.Double => typeof(double?),
            TypeCode.Boolean => typeof(bool?),
            TypeCode.DateTime => typeof(DateTime?),
            TypeCode.String => typeof(string),
            _ when plain == typeof(DateTimeOffset) => typeof(DateTimeOffset?),
            _ when plain == typeof(DateOnly) => typeof(DateOnly?),
            _ when plain == typeof(Value) && !nullable => typeof(Value),
            _ => null,
        };
        return via is null ? null : via == typeof(Value) ? property : Expression.Call(Method(nameof(Of), via), Expression.Convert(property, via));
    }

    public static Value Of(double? number) => number is double n ? Value.Of(n) : Value.Missing;

    public static Value Of(long? number) => number is long n ? Value.Of(n) : Value.Missing;

    public static Value Of(ulong? number) => number is ulong n ? Value.Of(n) : Value.Missing;

    public static Value Of(decimal? number) => number is decimal n ? Value.Of(n) : Value.Missing;

    public static Value Of(bool? flag) => flag is bool f ? Value.Of(f) : Value.Missing;

    public static Value Of(string? text) => Value.Of(text);

    public static Value Of(DateTime? instant) => instant is DateTime i ? Value.Of(i) : Value.Missing;

    public static Value Of(DateTimeOffset? instant) => instant is DateTimeOffset i ? Value.Of(i) : Value.Missing;

    public static Value Of(DateOnly? day) => day is DateOnly d ? Value.Of(d.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)) : Value.Missing;

    public static Value OfObject(object? value) => Value.Of(value?.ToString());

    public static void Write(ModelSlot slot, int input, int at, Value value, string name) => InputColumn.Write(slot.Inputs[input], at, value, name);

    /// <summary>Whether a property goes into an int64 input as it is, since a double would not hold all its digits.</summary>
    public static bool IsLong(Type property) => (Nullable.GetUnderlyingType(property) ?? property) == typeof(long);

    public static void WriteLong(ModelSlot slot, int input, int at, long? value) => slot.Inputs[input].Span<long>()[at] = value ?? InputColumn.MissingInstant;

    public static void WriteFloats(ModelSlot slot, int input, int row, ReadOnlyMemory<float> values, string name) => Copy(slot.Inputs[input], row, values.Span, name);

    public static void WriteDoubles(ModelSlot slot, int input, int row, ReadOnlyMemory<double> values, string name) => Copy(slot.Inputs[input], row, values.Span, name);

    public static void WriteLongs(ModelSlot slot, int input, int row, ReadOnlyMemory<long> values, string name) => Copy(slot.Inputs[input], row, values.Span, name);

    public static double ReadNumber(ModelSlot slot, int output, int row) => RowOutputs.Read(One(slot, output), row).AsNumber();

    public static long ReadInteger(ModelSlot slot, int output, int row, long least, long most)
    {
        SlotTensor from = One(slot, output);
        if (from.Spec.Type == TensorType.Int64)
        {
            long whole = from.Span<long>()[row];
            return whole >= least && whole <= most ? whole : throw NotWhole(from, whole, least, most);
        }

        if (from.Spec.Type == TensorType.UInt64)
        {
            ulong whole = from.Span<ulong>()[row];
            return whole <= (ulong)most ? (long)whole : throw NotWhole(from, whole, least, most);
        }

        double number = RowOutputs.Read(from, row).AsNumber();
        long integer = double.IsInteger(number) ? (long)number : 0;
        return integer == number && integer >= least && integer <= most ? integer : throw NotWhole(from, number, least, most);
    }

    public static string ReadText(ModelSlot slot, int output, int row) => RowOutputs.Read(One(slot, output), row).AsText() ?? string.Empty;

    public static bool ReadFlag(ModelSlot slot, int output, int row) => ReadNumber(slot, output, row) != 0;

    public static float[] ReadFloats(ModelSlot slot, int output, int row) => Part<float>(slot.Outputs[output], row);

    public static double[] ReadDoubles(ModelSlot slot, int output, int row)
    {
        SlotTensor from = slot.Outputs[output];
        if (from.Spec.Type == TensorType.Float64)
        {
            return Part<double>(from, row);
        }

        var values = new double[from.RowWidth];
        for (int e = 0; e < values.Length; e++)
        {
            values[e] = RowOutputs.Read(from, (row * values.Length) + e).AsNumber();
        }

        return values;
    }

    public static MethodInfo Method(string name, params Type[] types) => types.Length > 0
        ? typeof(TypedValues).GetMethod(name, BindingFlags.Public | BindingFlags.Static, types)!
        : typeof(TypedValues).GetMethod(name, BindingFlags.Public | BindingFlags.Static)!;

    /// <summary>An output of one element a row, as it was declared: where a run gave more, the row's number is not the element's.</summary>
    private static SlotTensor One(ModelSlot slot, int output)
    {
        SlotTensor from = slot.Outputs[output];
        return from.Count == from.Shape[0]
            ? from
            : throw new InferenceException($"Output '{from.Spec.Name}' is declared with one element a row and came as [{TensorData.Text(from.Shape)}]. Ask for it as an array, or with tensors.");
    }

    private static InferenceException NotWhole(SlotTensor from, IFormattable came, long least, long most) => new(
        $"Output '{from.Spec.Name}' is {came.ToString(null, CultureInfo.InvariantCulture)}; the result's property takes whole numbers from {least} to {most}. Give it a wider type, or double.");

    private static void Copy<T>(SlotTensor to, int row, ReadOnlySpan<T> values, string name)
        where T : unmanaged
    {
        int width = to.RowWidth;
        if (values.Length != width)
        {
            throw new InferenceRequestException($"Property '{name}'", $"{width} elements", $"{values.Length}");
        }

        values.CopyTo(to.Span<T>().Slice(row * width, width));
    }

    private static T[] Part<T>(SlotTensor from, int row)
        where T : unmanaged
    {
        int width = from.RowWidth;
        return from.Span<T>().Slice(row * width, width).ToArray();
    }
}
