using System.Reflection;
using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Typed;

/// <summary>What the compiled mappings call.</summary>
internal static class TypedValues
{
    public static void Write(ModelSlot slot, int input, int at, Value value, string name) => TensorValues.Of(slot.Inputs[input].Spec.Type).Write(slot.Inputs[input], at, value, name);

    /// <summary>A long goes into an int64 input as it is: as a value it would need its digits beside the double.</summary>
    public static void WriteLong(ModelSlot slot, int input, int at, long? value) => slot.Inputs[input].Span<long>()[at] = value ?? TensorValues.MissingInstant;

    public static double ReadNumber(ModelSlot slot, int output, int row) => Element(slot, output, row).AsNumber();

    public static string ReadText(ModelSlot slot, int output, int row) => Element(slot, output, row).AsText() ?? string.Empty;

    public static object? ReadAs(ModelSlot slot, int output, int row, Type type) => ValueConversion.TryRead(Element(slot, output, row), type, out object? result, out string? why)
        ? result
        : throw new InferenceException($"Output '{slot.Outputs[output].Spec.Name}' does not fit the result's property of type {type.Name}: {why}. Give it a wider type, or double.");

    public static double[] ReadDoubles(ModelSlot slot, int output, int row)
    {
        SlotTensor from = slot.Outputs[output];
        var values = new double[from.RowWidth];
        for (int e = 0; e < values.Length; e++)
        {
            values[e] = TensorValues.Of(from.Spec.Type).Read(from, (row * values.Length) + e).AsNumber();
        }

        return values;
    }

    public static MethodInfo Method(string name) => typeof(TypedValues).GetMethod(name, BindingFlags.Public | BindingFlags.Static)!;

    private static Value Element(ModelSlot slot, int output, int row)
    {
        SlotTensor from = One(slot, output);
        return TensorValues.Of(from.Spec.Type).Read(from, row);
    }

    /// <summary>An output of one element a row, as it was declared: where a run gave more, the row's number is not the element's.</summary>
    private static SlotTensor One(ModelSlot slot, int output)
    {
        SlotTensor from = slot.Outputs[output];
        return from.Count == from.Shape[0]
            ? from
            : throw new InferenceException($"Output '{from.Spec.Name}' is declared with one element a row and came as [{TensorData.Text(from.Shape)}]. Ask for it as an array, or with tensors.");
    }
}
