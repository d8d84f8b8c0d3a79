package dev.muster.codec;

import java.io.ObjectInputFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses the classes that published attacks on Java serialisation are built from. Owned by one decoding;
 * remembers which class it refused.
 *
 * <p>A second line only: nothing is decoded that does not come from an authenticated peer, and such a peer may run any
 * function anyway. Users' own classes are open-ended, so a list of what is allowed is not to be had.
 */
final class ClassFilter implements ObjectInputFilter {
    /** Beginnings of class names. */
    private static final List<String> REFUSED = List.of(
            "org.apache.commons.collections.functors.",
            "org.apache.commons.collections4.functors.",
            "org.apache.commons.collections.keyvalue.TiedMapEntry",
            "org.apache.commons.collections4.keyvalue.TiedMapEntry",
            "org.apache.commons.collections4.comparators.TransformingComparator",
            "org.apache.commons.beanutils.BeanComparator",
            "org.apache.commons.fileupload.disk.DiskFileItem",
            "org.apache.myfaces.context.servlet.FacesContextImplBase",
            "org.apache.wicket.util.upload.DiskFileItem",
            "org.apache.xalan.xsltc.trax.",
            "com.sun.org.apache.xalan.internal.xsltc.trax.",
            "com.sun.org.apache.bcel.internal.util.",
            "com.sun.rowset.JdbcRowSetImpl",
            "com.sun.jndi.",
            "com.mchange.v2.c3p0.",
            "com.mchange.v2.naming.",
            "com.rometools.rome.feed.impl.",
            "com.sun.syndication.feed.impl.",
            "com.vaadin.data.util.",
            "com.alibaba.fastjson.JSON",
            "com.fasterxml.jackson.databind.node.POJONode",
            "bsh.",
            "clojure.inspector.",
            "groovy.util.Expando",
            "org.codehaus.groovy.runtime.ConvertedClosure",
            "org.codehaus.groovy.runtime.MethodClosure",
            "org.aspectj.weaver.tools.cache.",
            "org.hibernate.engine.spi.TypedValue",
            "org.hibernate.property.access.spi.",
            "org.hibernate.tuple.component.",
            "org.jboss.interceptor.",
            "org.jboss.weld.interceptor.",
            "org.mozilla.javascript.",
            "org.python.core.",
            "org.springframework.aop.framework.",
            "org.springframework.aop.target.",
            "org.springframework.beans.factory.ObjectFactory",
            "org.springframework.beans.factory.config.",
            "org.springframework.beans.factory.support.",
            "org.springframework.core.SerializableTypeWrapper",
            "org.springframework.jndi.",
            "org.springframework.transaction.jta.",
            "java.rmi.registry.",
            "java.rmi.server.",
            "sun.rmi.",
            "javax.management.BadAttributeValueExpException",
            "javax.management.remote.rmi.",
            "javax.naming.ldap.",
            "sun.reflect.annotation.AnnotationInvocationHandler",
            "net.sf.json.JSONObject");

    /**
     * Elements of one array for each byte of the payload: hash tables are read into arrays of up to eight times what
     * they hold.
     */
    private static final long ELEMENTS_PER_BYTE = 8;

    private static final int SMALL_ARRAY = 1024;

    private final long mostElements;
    private @Nullable String refused;

    /**
     * A filter for a stream of so many bytes: an array that claims more than they can fill is refused before it is
     * allocated.
     */
    ClassFilter(int bytes) {
        mostElements = SMALL_ARRAY + ELEMENTS_PER_BYTE * bytes;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        if (info.arrayLength() > mostElements) {
            return Status.REJECTED;
        }
        Class<?> type = info.serialClass();
        if (type == null) {
            return Status.UNDECIDED;
        }
        while (type.isArray()) {
            type = type.getComponentType();
        }
        if (isRefused(type.getName())) {
            refused = type.getName();
            return Status.REJECTED;
        }
        return Status.UNDECIDED;
    }

    private static boolean isRefused(String name) {
        for (String beginning : REFUSED) {
            if (name.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    static boolean isRefused(Class<?> type) {
        return isRefused(type.getName());
    }

    /** Throws if no object of a class of this name, or array of them, is ever decoded. */
    static void refuse(String name) {
        int element = name.startsWith("[") ? name.indexOf('L') + 1 : 0;
        String bare = name.substring(element);
        if (isRefused(bare)) {
            throw Sentences.attack(bare, null);
        }
    }

    /** The class that was refused; null if none was. */
    @Nullable
    String refused() {
        return refused;
    }
}
