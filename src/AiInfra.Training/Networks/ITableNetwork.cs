using static TorchSharp.torch;

namespace AiInfra.Training.Networks;

/// <summary>A network that this package makes for tables: it takes category numbers beside the numbers, and can be built again from its shape and design.</summary>
internal interface ITableNetwork
{
    MlpShape Shape { get; }

    /// <summary>Networks side by side, whose answers in training come one after another.</summary>
    int Members { get; }

    /// <summary>How often each weight is used for a row: the places that a row has inside the network.</summary>
    int Places { get; }

    /// <summary>Numbers [batch, width] and category numbers int64 [batch, columns], null where there are none, to outputs [batch, outputs].</summary>
    Tensor Answer(Tensor input, Tensor? categories);
}
