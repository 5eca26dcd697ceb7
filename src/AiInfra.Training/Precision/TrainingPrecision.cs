namespace AiInfra.Training.Precision;

/// <summary>The numbers a training computes with. Weights, gradients and optimizer state are 32-bit floats in each: what is lower is the arithmetic of the forward and backward pass, as libtorch's autocast chooses it operation by operation.</summary>
/// <remarks>Which operations are lowered is libtorch's list for the device: linear layers, matrix products and convolutions everywhere; softmax and normalisations stay 32-bit on CUDA, on the CPU they follow their input. Losses are computed in 32 bits.</remarks>
public enum TrainingPrecision
{
    /// <summary>32-bit floats.</summary>
    Float32,

    /// <summary>bfloat16: 8 bits of mantissa, the range of 32-bit floats, so that no scaling is needed. Quick on CUDA from Ampere on and on processors with AMX or AVX-512 BF16; slower than 32 bits on others.</summary>
    BFloat16,

    /// <summary>Half floats: 11 bits of mantissa and a range up to 65,504, so that the loss is scaled (<see cref="LossScaleOptions"/>). Meant for CUDA; the CPU computes it slowly.</summary>
    Float16,
}
