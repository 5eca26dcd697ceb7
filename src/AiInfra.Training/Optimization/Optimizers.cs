using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Optimization;

/// <summary>Makes an optimizer over a model's parameters.</summary>
/// <param name="parameters">The parameters that want a gradient, in the module's order.</param>
public delegate OptimizerHelper OptimizerFactory(IReadOnlyList<Parameter> parameters);

/// <summary>The usual optimizers. Any of TorchSharp's may be used instead: their state is saved and restored to the bit.</summary>
public static class Optimizers
{
    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    /// <param name="learningRate">Base learning rate; the schedule multiplies it.</param>
    /// <param name="weightDecay">Decay a step, times the learning rate.</param>
    /// <param name="beta1">Decay of the mean of gradients.</param>
    /// <param name="beta2">Decay of the mean of squared gradients.</param>
    /// <param name="epsilon">Added to the denominator.</param>
    public static OptimizerFactory AdamW(double learningRate = 1e-3, double weightDecay = 0.01, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(learningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        return parameters => new FusedAdamW(parameters, learningRate, beta1, beta2, epsilon, weightDecay);
    }

    /// <summary>Adam (Kingma and Ba 2015).</summary>
    public static OptimizerFactory Adam(double learningRate = 1e-3, double weightDecay = 0, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(learningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        return parameters => optim.Adam(parameters, learningRate, beta1, beta2, epsilon, weightDecay);
    }

    /// <summary>Stochastic gradient descent, with momentum where that is above zero.</summary>
    public static OptimizerFactory Sgd(double learningRate, double momentum = 0, double weightDecay = 0, bool nesterov = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(learningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        return parameters => optim.SGD(parameters, learningRate, momentum, 0, weightDecay, nesterov);
    }
}
