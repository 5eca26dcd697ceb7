using System.Globalization;
using System.Numerics;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments.Versions;

/// <summary>What a version is warmed up with.</summary>
/// <param name="Name">In words.</param>
/// <param name="Of">The value of an element of a row; the last parameter says whether whole numbers beside 0 and 1 may be wrong, as in ids.</param>
internal sealed record WarmUpValues(string Name, Func<int, int, bool, double> Of)
{
    public static WarmUpValues Zeros { get; } = new("zeros", (_, _, _) => 0);

    public static WarmUpValues Ones { get; } = new("ones", (_, _, _) => 1);

    /// <summary>Each row of its own: between -2 and 2, whole numbers 0 or 1.</summary>
    public static WarmUpValues Mixed { get; } = new("mixed numbers", (row, element, whole) => whole ? Hash(row, element) & 1 : (Hash(row, element) % 4001 / 1000.0) - 2);

    /// <summary>Each row of its own: 0 or 1.</summary>
    public static WarmUpValues Bits { get; } = new("zeros and ones", (row, element, _) => Hash(row, element) & 1);

    /// <summary>Fills all inputs of a slot; the first row is like row <paramref name="first"/>.</summary>
    public void Fill(ModelSlot slot, int first = 0)
    {
        foreach (SlotTensor input in slot.Inputs)
        {
            switch (input.Spec.Type)
            {
                case TensorType.Float64: Fill<double>(input, first); break;
                case TensorType.Float32: Fill<float>(input, first); break;
                case TensorType.Float16: Fill<Half>(input, first); break;
                case TensorType.Int64: Fill<long>(input, first); break;
                case TensorType.Int32: Fill<int>(input, first); break;
                case TensorType.Int16: Fill<short>(input, first); break;
                case TensorType.Int8: Fill<sbyte>(input, first); break;
                case TensorType.UInt64: Fill<ulong>(input, first); break;
                case TensorType.UInt32: Fill<uint>(input, first); break;
                case TensorType.UInt16: Fill<ushort>(input, first); break;
                case TensorType.UInt8: Fill<byte>(input, first); break;
                default: Fill(input, first); break;
            }
        }
    }

    private void Fill<T>(SlotTensor input, int first)
        where T : unmanaged, INumberBase<T>
    {
        bool whole = T.IsInteger(T.One / (T.One + T.One));
        Span<T> to = input.Span<T>();
        int width = input.RowWidth;
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = T.CreateSaturating(Of(first + (i / width), i % width, whole));
        }
    }

    /// <summary>Booleans, texts, and BF16, which is the upper half of a float.</summary>
    private void Fill(SlotTensor input, int first)
    {
        int width = input.RowWidth;
        for (int i = 0; i < input.Count; i++)
        {
            double value = Of(first + (i / width), i % width, input.Spec.Type != TensorType.BFloat16);
            switch (input.Spec.Type)
            {
                case TensorType.Boolean: input.Span<bool>()[i] = value != 0; break;
                case TensorType.BFloat16: input.Span<ushort>()[i] = (ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16); break;
                default: input.Text[i] = value == 0 ? string.Empty : value.ToString(CultureInfo.InvariantCulture); break;
            }
        }
    }

    private static int Hash(int row, int element)
    {
        uint h = ((uint)row * 2654435761u) ^ ((uint)element * 2246822519u) ^ 0x9E3779B9u;
        h = (h ^ (h >> 15)) * 2246822519u;
        h = (h ^ (h >> 13)) * 3266489917u;
        return (int)((h ^ (h >> 16)) >> 1);
    }
}
