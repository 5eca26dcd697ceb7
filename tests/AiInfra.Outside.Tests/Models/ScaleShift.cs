using AiInfra.Onnx;
using AiInfra.Training.Export;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Outside.Tests.Models;

/// <summary>A module that the library does not know: a learned scale and shift.</summary>
public sealed class ScaleShift : nn.Module<Tensor, Tensor>
{
    public ScaleShift(long width)
        : base("scaleShift")
    {
        Scale = nn.Parameter(ones(width));
        Shift = nn.Parameter(zeros(width));
        RegisterComponents();
    }

    public Parameter Scale { get; }

    public Parameter Shift { get; }

    public override Tensor forward(Tensor input) => (input * Scale) + Shift;
}

/// <summary>How it is written.</summary>
public sealed class ScaleShiftConverter : IModuleConverter
{
    public Type ModuleType => typeof(ScaleShift);

    public IReadOnlyList<OnnxValue> Convert(nn.Module module, IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        var m = (ScaleShift)module;
        return [context.Graph.Add(context.Graph.Mul(inputs[0], context.Constant("scale", m.Scale)), context.Constant("shift", m.Shift))];
    }
}
