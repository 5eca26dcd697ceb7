using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AiInfra.Training.Optimization;

/// <summary>Passes over tensors of floats in native memory. Parts have a fixed length and are summed in order, so that the number of threads changes no bit.</summary>
internal static unsafe class GradientKernel
{
    // Below this, a second core costs more than it brings.
    private const int Part = 1 << 17;

    /// <summary>Sum of squares of all, in one pass each; NaN or infinity where an element is.</summary>
    public static double SumOfSquares(IReadOnlyList<Tensor?> tensors)
    {
        double sum = 0;
        List<Tensor>? others = null;
        foreach (Tensor? tensor in tensors)
        {
            if (tensor is null)
            {
                continue;
            }

            if (IsPlain(tensor))
            {
                sum += SumOfSquares(tensor.bytes);
            }
            else
            {
                (others ??= []).Add(tensor);
            }
        }

        if (others is not null)
        {
            // On a device: one number is read in the end, as each read waits for all that it has to do.
            using IDisposable grad = no_grad();
            Tensor[] squares = [.. others.Select(t => t.to(t.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32).square().sum().to(ScalarType.Float64))];
            sum += stack(squares).sum().item<double>();
        }

        return sum;
    }

    public static bool IsPlain(Tensor tensor) =>
        tensor.device_type == TorchSharp.DeviceType.CPU && tensor.dtype == ScalarType.Float32 && tensor.is_contiguous() && tensor.numel() < int.MaxValue / sizeof(float);

    /// <summary>average = keep x average + (1 - keep) x value, element by element.</summary>
    public static void Average(Span<byte> average, Span<byte> value, double keep)
    {
        float* a = Pointer(average);
        float* v = Pointer(value);
        int count = average.Length == value.Length ? average.Length / sizeof(float) : throw new ArgumentException("The average and the value differ in length.", nameof(value));
        float old = (float)keep;
        float rest = (float)(1 - keep);
        ForParts(count, (_, start, length) =>
        {
            int i = start;
            int end = start + length;
            for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector.Store((Vector.Load(a + i) * old) + (Vector.Load(v + i) * rest), a + i);
            }

            for (; i < end; i++)
            {
                a[i] = (a[i] * old) + (v[i] * rest);
            }
        });
    }

    private static double SumOfSquares(Span<byte> bytes)
    {
        float* p = Pointer(bytes);
        int count = bytes.Length / sizeof(float);
        if (count <= Part)
        {
            return Squares(p, count);
        }

        double[] sums = new double[(count + Part - 1) / Part];
        ForParts(count, (part, start, length) => sums[part] = Squares(p + start, length));
        double sum = 0;
        foreach (double one in sums)
        {
            sum += one;
        }

        return sum;
    }

    private static double Squares(float* p, int count)
    {
        double sum = 0;
        for (int start = 0; start < count; start += 4096)
        {
            int length = Math.Min(4096, count - start);
            float quick = SquaresOfBlock(p + start, length);
            sum += float.IsFinite(quick) ? quick : SquaresInDouble(p + start, length);
        }

        return sum;
    }

    private static float SquaresOfBlock(float* p, int count)
    {
        int width = Vector<float>.Count;
        Vector<float> a = Vector<float>.Zero, b = Vector<float>.Zero, c = Vector<float>.Zero, d = Vector<float>.Zero;
        int i = 0;
        for (; i <= count - (4 * width); i += 4 * width)
        {
            Vector<float> w = Vector.Load(p + i), x = Vector.Load(p + i + width), y = Vector.Load(p + i + (2 * width)), z = Vector.Load(p + i + (3 * width));
            a += w * w;
            b += x * x;
            c += y * y;
            d += z * z;
        }

        float sum = Vector.Sum((a + b) + (c + d));
        for (; i < count; i++)
        {
            sum += p[i] * p[i];
        }

        return sum;
    }

    /// <summary>Squares of large floats overflow a float; those of infinity and NaN stay what they are.</summary>
    private static double SquaresInDouble(float* p, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += (double)p[i] * p[i];
        }

        return sum;
    }

    private static void ForParts(int count, Action<int, int, int> run)
    {
        int parts = (count + Part - 1) / Part;
        if (parts <= 1 || Environment.ProcessorCount == 1)
        {
            for (int i = 0; i < parts; i++)
            {
                run(i, i * Part, Math.Min(Part, count - (i * Part)));
            }

            return;
        }

        Parallel.For(0, parts, i => run(i, i * Part, Math.Min(Part, count - (i * Part))));
    }

    private static float* Pointer(Span<byte> native) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(native));
}
