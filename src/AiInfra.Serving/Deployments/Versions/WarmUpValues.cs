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
            input.Spec.Type.Accept<Filling, bool>(new Filling(this, input, first));
        }
    }

    private static int Hash(int row, int element)
    {
        uint h = ((uint)row * 2654435761u) ^ ((uint)element * 2246822519u) ^ 0x9E3779B9u;
        h = (h ^ (h >> 15)) * 2246822519u;
        h = (h ^ (h >> 13)) * 3266489917u;
        return (int)((h ^ (h >> 16)) >> 1);
    }

    /// <summary>Fills one input: numbers of any type, booleans, texts, and BF16, which is the upper half of a float.</summary>
    private readonly struct Filling(WarmUpValues values, SlotTensor input, int first) : ITensorVisitor<bool>
    {
        public bool Integer<T>()
            where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => Fill<T>(whole: true, T.CreateSaturating);

        public bool Float<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T> => Fill<T>(whole: false, T.CreateSaturating);

        public bool BFloat16() => Fill(whole: false, value => BrainFloat.Of((float)value));

        public bool Boolean() => Fill(whole: true, value => value != 0);

        public bool Text()
        {
            for (int i = 0; i < input.Count; i++)
            {
                double value = At(i, whole: true);
                input.Text[i] = value == 0 ? string.Empty : value.ToString(CultureInfo.InvariantCulture);
            }

            return true;
        }

        private bool Fill<T>(bool whole, Func<double, T> element)
            where T : unmanaged
        {
            Span<T> to = input.Span<T>();
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = element(At(i, whole));
            }

            return true;
        }

        private double At(int element, bool whole)
        {
            int width = input.RowWidth;
            return values.Of(first + (element / width), element % width, whole);
        }
    }
}
