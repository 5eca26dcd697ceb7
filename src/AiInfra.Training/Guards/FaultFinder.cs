using System.Runtime.InteropServices;
using AiInfra.Training.Inspection;
using AiInfra.Training.Loading;
using AiInfra.Training.Optimization;
using AiInfra.Training.Tasks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Guards;

/// <summary>Finds out what is wrong with a batch or the module, by taking the batch through it once more and watching each module. It costs a pass, and is asked only when something is wrong.</summary>
internal sealed class FaultFinder(TrainingTask task, LossPass pass)
{
    /// <summary>Where a loss that is not finite comes from: the batch itself, the first module that makes it, or the loss.</summary>
    public string NonFiniteLoss(Batch batch, Action seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable grad = no_grad();
        if (BadInput(batch) is { } input)
        {
            return input;
        }

        string? first = null;
        try
        {
            using var watch = new ModuleWatch(task.Module, leaving: call => first ??= BadOutput(call, batch));
            seed();
            pass.Compute(pass.Transform(batch));
        }
        catch (ExternalException e)
        {
            return $"Taken through once more, the batch fails: {FirstLine(e)}";
        }

        return first ?? $"All modules gave finite numbers; it is the loss that is not finite, of finite outputs.{BatchRows.Named(batch)}";
    }

    /// <summary>The first module, in the order of the backward pass, whose gradients are not finite.</summary>
    public string NonFiniteGradient(GradientWindow window, Batch? batch, Action seed)
    {
        var names = task.Module.named_parameters().ToDictionary(p => p.parameter.Handle, p => p.name);
        string[] bad = [.. window.Parameters.Where(p => p.grad is { } g && !IsFinite(g)).Select(p => names.GetValueOrDefault(p.Handle, "?"))];
        string parameters = $"Not finite: the gradients of {string.Join(", ", bad.Take(6))}{(bad.Length > 6 ? $" and {bad.Length - 6} more" : "")}.";
        return batch is null ? parameters : $"{FirstInBackward(batch, seed)}{parameters}{BatchRows.Named(batch)}";
    }

    /// <summary>What a failure of libtorch is about: the module's path with its shapes, or the labels, or the loss.</summary>
    public string Explain(ExternalException failure, Batch batch, Action seed, bool learned = true)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable grad = no_grad();
        var open = new Stack<ModuleCall>();
        var outputs = new List<Tensor>();
        try
        {
            using var watch = new ModuleWatch(task.Module, open.Push, call => { open.Pop(); if (open.Count == 0) { outputs.Clear(); outputs.AddRange(call.Outputs); } });
            seed();
            pass.Compute(learned ? pass.Transform(batch) : batch);
        }
        catch (Exception e) when (e is ExternalException or AiInfraException)
        {
            failure = e as ExternalException ?? failure;
        }

        string said = FirstLine(failure);
        if (open.TryPeek(out ModuleCall? call))
        {
            string weights = string.Join(", ", call.Module.named_parameters(false).Select(p => $"{p.name} [{string.Join(", ", p.parameter.shape)}]"));
            return $"The {call.Name}{(weights.Length > 0 ? $" with {weights}" : "")} can't take what comes in, {ModuleCall.Shapes(call.Inputs)}: {said}.{BatchRows.Named(batch)}";
        }

        foreach ((TaskHead head, Tensor output) in task.Heads.Zip(outputs))
        {
            // Labels that no class has are named by the loss's own rule.
            if (head.View(batch).Target is { } labels && labels.dtype == ScalarType.Int64 && output.dim() == labels.dim() + 1)
            {
                LossTargets.ThrowIfOutOfRange(output, batch, labels);
            }
        }

        string target = batch.Target is { } t ? $"target {t.dtype} [{string.Join(", ", t.shape)}]" : "no target";
        return $"The loss can't take output {ModuleCall.Shapes(outputs)} with {target}: {said}.{BatchRows.Named(batch)}";
    }

    /// <summary>Refuses what a batch normalisation can't learn from while it is watched: one value a channel has no spread, and its variance becomes NaN without an error.</summary>
    public IDisposable WatchNormalisation(Batch batch, string where) => new ModuleWatch(task.Module, entering: call =>
    {
        if (call.Module is BatchNorm { training: true } && call.Inputs is [{ } input] && input.dim() > 1 && input.numel() == input.shape[1])
        {
            throw new TrainingException($"{where}: the {call.Name} gets one value a channel, [{string.Join(", ", input.shape)}], which has no spread to normalise by. Leave out a last batch of one row (dropLast), or take another normalisation.{BatchRows.Named(batch)}");
        }
    });

    private static bool IsFinite(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return !tensor.is_floating_point() || tensor.isfinite().all().item<bool>();
    }

    private static string? BadInput(Batch batch)
    {
        foreach ((string name, Tensor? tensor) in new[] { ("input", batch.Input), ("target", batch.Target), ("weight", batch.Weight) })
        {
            if (tensor is not null && !IsFinite(tensor))
            {
                return $"The batch's {name} is not finite.{BatchRows.Named(batch, BadRows(tensor))}";
            }
        }

        return null;
    }

    private static long[] BadRows(Tensor tensor)
    {
        Tensor bad = tensor.isfinite().logical_not();
        return (bad.dim() > 1 ? bad.flatten(1).any(1) : bad).nonzero().flatten().cpu().data<long>().ToArray();
    }

    private static string? BadOutput(ModuleCall call, Batch batch)
    {
        if (call.Outputs.FirstOrDefault(o => !IsFinite(o)) is not { } bad)
        {
            return null;
        }

        long count = bad.isfinite().logical_not().sum().item<long>();
        string rows = bad.dim() > 0 && bad.shape[0] == batch.Count ? BatchRows.Named(batch, BadRows(bad)) : BatchRows.Named(batch);
        return $"The first to give numbers that are not finite is the {call.Name}: {count} of {bad.numel()} in [{string.Join(", ", bad.shape)}], from {ModuleCall.Shapes(call.Inputs)}.{rows}";
    }

    /// <summary>Takes the batch forward and backward, keeping the gradients between modules.</summary>
    private string FirstInBackward(Batch batch, Action seed)
    {
        using DisposeScope scope = NewDisposeScope();
        var calls = new List<(ModuleCall Call, Tensor[] Outputs)>();
        Tensor?[] before = [.. task.Module.parameters().Select(p => p.grad?.clone())];
        try
        {
            using var watch = new ModuleWatch(task.Module, leaving: call =>
            {
                if (call.IsLeaf)
                {
                    // A container lets its values go when the next module took them.
                    Tensor[] outputs = [.. call.Outputs.Select(o => o.alias())];
                    Array.ForEach(Array.FindAll(outputs, o => o.requires_grad), o => o.retain_grad());
                    calls.Add((call, outputs));
                }
            });
            seed();
            pass.Compute(pass.Transform(batch)).Total.backward();
            calls.Reverse();
            foreach ((ModuleCall call, Tensor[] outputs) in calls)
            {
                bool into = outputs.All(o => o.grad is not { } g || IsFinite(g));
                bool own = call.Module.parameters(false).All(p => p.grad is not { } g || IsFinite(g));
                if (!into)
                {
                    // It came from the module that takes this output, or, where none does, from the loss or the code between.
                    ModuleCall? taker = calls.LastOrDefault(c => c.Call.Inputs.Any(i => call.Outputs.Any(o => ReferenceEquals(i, o)))).Call;
                    return taker is null
                        ? $"The first gradient that is not finite is that of the output of the {call.Name}: it comes from the loss, or from what is computed between modules. "
                        : $"The first module whose gradient is not finite is the {taker.Name}: what it gives back for its input {ModuleCall.Shapes(outputs)}. ";
                }

                if (!own)
                {
                    return $"The first module whose gradients are not finite is the {call.Name}. ";
                }
            }

            return "";
        }
        catch (ExternalException)
        {
            return "";
        }
        finally
        {
            foreach ((Parameter parameter, Tensor? gradient) in task.Module.parameters().Zip(before))
            {
                parameter.grad = gradient;
            }
        }
    }

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0].TrimEnd('.', ' ');
}
