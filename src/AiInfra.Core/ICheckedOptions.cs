namespace AiInfra;

/// <summary>
/// Options that say what is wrong with them. A host checks them when it starts (<c>services.AddCheckedOptions&lt;T&gt;(name)</c>), a constructor that takes them by <see cref="CheckedOptionsExtensions.Checked"/>:
/// both find the same faults and tell them in the same words.
/// </summary>
public interface ICheckedOptions
{
    /// <summary>All that is wrong, each as a sentence that names the option, what it may be and what it is; none where all is right. <see cref="OptionFaults"/> writes them.</summary>
    IEnumerable<string> Faults();
}
