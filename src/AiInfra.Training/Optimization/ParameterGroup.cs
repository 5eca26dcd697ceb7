using TorchSharp.Modules;

namespace AiInfra.Training.Optimization;

/// <summary>Parameters that an optimizer of their own trains, for example with another learning rate, without weight decay, or by another schedule. What no group takes is trained by the training's own optimizer.</summary>
public sealed class ParameterGroup
{
    /// <summary>Name in metrics (<c>train/learning-rate/NAME</c>) and checkpoints: letters, digits, '-', '_' and '.'.</summary>
    public required string Name { get; init; }

    /// <summary>Which parameters it takes, by their name in the module (for example "layers.linear1.bias").</summary>
    public required Func<string, Parameter, bool> Takes { get; init; }

    /// <summary>Makes its optimizer.</summary>
    public required OptimizerFactory Optimizer { get; init; }

    /// <summary>How its learning rate changes.</summary>
    /// <value>Null: as that of the training.</value>
    public ILearningRateSchedule? Schedule { get; init; }

    /// <summary>A group by patterns of names, in which <c>*</c> stands for any text: <c>ByName("head", optimizer, "head.*", "*.bias")</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="optimizer">Makes its optimizer.</param>
    /// <param name="patterns">A parameter that fits one of them belongs to it.</param>
    public static ParameterGroup ByName(string name, OptimizerFactory optimizer, params string[] patterns)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(patterns);
        ArgumentOutOfRangeException.ThrowIfZero(patterns.Length, nameof(patterns));
        return new ParameterGroup { Name = name, Optimizer = optimizer, Takes = (parameter, _) => patterns.Any(p => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(p, parameter, ignoreCase: false)) };
    }

    /// <summary>Biases and the scales of normalisations: the parameters of at most one dimension, which weight decay does not help.</summary>
    /// <param name="optimizer">Makes its optimizer, for example <c>Optimizers.AdamW(1e-3, weightDecay: 0)</c>.</param>
    public static ParameterGroup BiasesAndNorms(OptimizerFactory optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return new ParameterGroup { Name = "biases-and-norms", Optimizer = optimizer, Takes = (_, parameter) => parameter.dim() <= 1 };
    }
}
