using System.Numerics;

namespace AiInfra.Serving.Runtimes;

/// <summary>Code that differs by the element type of a tensor, one method a family: see <see cref="TensorTypeExtensions.Accept"/>. Implemented by structs it is compiled for each type.</summary>
/// <typeparam name="TResult">What it gives.</typeparam>
public interface ITensorVisitor<out TResult>
{
    /// <summary>Whole numbers: <see cref="TensorType.UInt8"/> to <see cref="TensorType.Int64"/>.</summary>
    TResult Integer<T>()
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>;

    /// <summary>Numbers with a fraction: <see cref="TensorType.Float16"/>, <see cref="TensorType.Float32"/>, <see cref="TensorType.Float64"/>.</summary>
    TResult Float<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>;

    /// <summary><see cref="TensorType.BFloat16"/>: the upper half of a float, held as <see cref="ushort"/>; see <see cref="BrainFloat"/>.</summary>
    TResult BFloat16();

    /// <summary><see cref="TensorType.Boolean"/>.</summary>
    TResult Boolean();

    /// <summary><see cref="TensorType.String"/>.</summary>
    TResult Text();
}
