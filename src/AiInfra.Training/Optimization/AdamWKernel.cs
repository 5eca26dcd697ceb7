using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AiInfra.Training.Optimization;

/// <summary>One AdamW update of a float tensor in native memory, in one pass, on as many cores as are worth it. Every element is computed alone, so the split does not change a bit.</summary>
internal static unsafe class AdamWKernel
{
    // Below this, a second core costs more than it brings.
    private const int Part = 1 << 17;

    /// <summary>What is the same for all elements of a step.</summary>
    internal readonly struct Factors(double keep, double beta1, double beta2, double epsilon, double size, double correction, double scale)
    {
        public readonly float Keep = (float)keep;
        public readonly float Beta1 = (float)beta1;
        public readonly float Rest1 = (float)(1 - beta1);
        public readonly float Beta2 = (float)beta2;
        public readonly float Rest2 = (float)(1 - beta2);
        public readonly float Epsilon = (float)epsilon;
        public readonly float Size = (float)size;
        public readonly float Correction = (float)correction;
        public readonly float Scale = (float)scale;
    }

    /// <summary>Updates parameter and moments. The spans lie in native memory, which does not move, and are equally long.</summary>
    public static void Run(Span<byte> parameter, Span<byte> gradient, Span<byte> mean, Span<byte> square, Factors factors)
    {
        int count = parameter.Length / sizeof(float);
        if (gradient.Length != parameter.Length || mean.Length != parameter.Length || square.Length != parameter.Length)
        {
            throw new ArgumentException("Parameter, gradient and moments differ in length.", nameof(gradient));
        }

        float* p = Pointer(parameter);
        float* g = Pointer(gradient);
        float* m = Pointer(mean);
        float* v = Pointer(square);
        int parts = (count + Part - 1) / Part;
        if (parts <= 1 || Environment.ProcessorCount == 1)
        {
            Range(p, g, m, v, count, factors);
            return;
        }

        Parallel.For(0, parts, i =>
        {
            int start = i * Part;
            Range(p + start, g + start, m + start, v + start, Math.Min(Part, count - start), factors);
        });
    }

    private static float* Pointer(Span<byte> native) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(native));

    private static void Range(float* p, float* g, float* m, float* v, int count, Factors f)
    {
        int i = 0;
        int width = Vector<float>.Count;
        var keep = new Vector<float>(f.Keep);
        var beta1 = new Vector<float>(f.Beta1);
        var rest1 = new Vector<float>(f.Rest1);
        var beta2 = new Vector<float>(f.Beta2);
        var rest2 = new Vector<float>(f.Rest2);
        var epsilon = new Vector<float>(f.Epsilon);
        var size = new Vector<float>(f.Size);
        var correction = new Vector<float>(f.Correction);
        var scale = new Vector<float>(f.Scale);
        for (; i <= count - width; i += width)
        {
            Vector<float> gradient = Vector.Load(g + i) * scale;
            Vector<float> mean = (Vector.Load(m + i) * beta1) + (gradient * rest1);
            Vector<float> square = (Vector.Load(v + i) * beta2) + (gradient * gradient * rest2);
            Vector<float> divisor = (Vector.SquareRoot(square) / correction) + epsilon;
            Vector.Store(mean, m + i);
            Vector.Store(square, v + i);
            Vector.Store((Vector.Load(p + i) * keep) - (size * (mean / divisor)), p + i);
        }

        for (; i < count; i++)
        {
            float gradient = g[i] * f.Scale;
            float mean = (m[i] * f.Beta1) + (gradient * f.Rest1);
            float square = (v[i] * f.Beta2) + (gradient * gradient * f.Rest2);
            m[i] = mean;
            v[i] = square;
            p[i] = (p[i] * f.Keep) - (f.Size * (mean / ((MathF.Sqrt(square) / f.Correction) + f.Epsilon)));
        }
    }
}
