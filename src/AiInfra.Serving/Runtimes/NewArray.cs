using System.Numerics;

namespace AiInfra.Serving.Runtimes;

/// <summary>An array of elements.</summary>
internal readonly struct NewArray(int count) : ITensorVisitor<Array>
{
    public Array Integer<T>()
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new T[count];

    public Array Float<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T> => new T[count];

    public Array BFloat16() => new ushort[count];

    public Array Boolean() => new bool[count];

    public Array Text() => new string[count];
}
