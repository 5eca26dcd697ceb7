using AiInfra.Training.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Inspection;

/// <summary>Summaries of modules.</summary>
public static class ModuleSummaryExtensions
{
    /// <summary>The summary by an input of zeros.</summary>
    /// <param name="module">The module.</param>
    /// <param name="inputShape">Shape of its input, the batch first: <c>network.Summary(32, 784)</c>.</param>
    public static ModuleSummary Summary(this nn.Module<Tensor, Tensor> module, params long[] inputShape)
    {
        ArgumentNullException.ThrowIfNull(module);
        Libtorch.Load();
        return module.Summary(() => module.call(zeros(inputShape, device: module.parameters().FirstOrDefault()?.device)));
    }

    /// <summary>The summary by a forward pass of one's own, in evaluation mode and without gradients.</summary>
    /// <param name="module">The module.</param>
    /// <param name="forward">Calls it once.</param>
    public static ModuleSummary Summary(this nn.Module module, Action forward)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(forward);
        Libtorch.Load();
        var outputs = new Dictionary<nn.Module, string>(ReferenceEqualityComparer.Instance);
        var work = new Dictionary<nn.Module, long?>(ReferenceEqualityComparer.Instance);
        using (DisposeScope scope = NewDisposeScope())
        using (IDisposable grad = no_grad())
        using (var watch = new ModuleWatch(module, leaving: call =>
        {
            outputs[call.Module] = ModuleCall.Shapes(call.Outputs);
            work[call.Module] = work.GetValueOrDefault(call.Module, 0) + Multiplications.Of(call);
        }))
        {
            using var mode = new EvaluationMode(module);
            forward();
        }

        ModuleSummaryRow[] rows = [.. new[] { (name: "", module) }.Concat(module.named_modules().Where(m => m.name.Length > 0)).Select(m => new ModuleSummaryRow(
            m.name,
            m.module.GetType().Name,
            m.name.Length == 0 ? 0 : 1 + m.name.Count(c => c == '.'),
            outputs.GetValueOrDefault(m.module),
            m.module.parameters(false).Sum(p => p.numel()),
            work.GetValueOrDefault(m.module, 0)))];
        return new ModuleSummary(
            rows,
            module.parameters().Sum(p => p.numel()),
            module.parameters().Where(p => p.requires_grad).Sum(p => p.numel()),
            module.parameters().Cast<Tensor>().Concat(module.buffers()).Sum(t => t.numel() * t.element_size()),
            rows.Sum(r => r.Multiplications ?? 0));
    }
}
